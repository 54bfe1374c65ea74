"""What features queue before each delivery: moves and cancellations that nobody has been told of yet.

A feature appends its function to `announcers` where it is put together with the application. Each is
called with the office's moment and the real one, inside a transaction of its own.
"""

from collections.abc import Callable
from datetime import datetime

Announcer = Callable[[datetime, datetime], object]
announcers: list[Announcer] = []
