"""The `ceremony` command, also as `python -m ceremony`.

The collector rests while the program is loaded: nothing of it ever becomes garbage, and looking for
some costs a sixth of the start of every command.
"""

import gc

gc.disable()

from ceremony.app import main  # noqa: E402 - the collector rests first

gc.freeze()
gc.enable()

if __name__ == "__main__":
    main()
