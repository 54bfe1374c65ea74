"""What a Vietnamese syllable can look like: the proof that a text was read in the right encoding.

General knowledge of the language: onset, rhyme, tone; a rhyme that ends in c, ch, p or t bears sắc or nặng only.
"""

import re
import unicodedata
from functools import lru_cache

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_STOPPED_TONES = "\u0301\u0323"
_ONSETS = "b ch c d đ gh gi g h kh k l m ngh ng nh n ph p qu r s th tr t v x"
_RHYMES = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu
    i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăp oăt oc oe oen oeo oet oi om on ong
    ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uân uâng uât uây uc uê uêch uênh uêu ui um un ung uôc uôi uôm uôn uông uôt uơ up ut uy uya uych uyên uyêt
    uynh uyp uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
    y yêm yên yêng yêt yêu ych yn ynh yp yt
"""
_LONGEST_FIRST = "|".join(sorted(_RHYMES.split(), key=len, reverse=True))
_SYLLABLE = re.compile(f"({'|'.join(_ONSETS.split())})?({_LONGEST_FIRST})")


@lru_cache(maxsize=32_768)
def is_syllable(word: str) -> bool:
    """Tell whether *word* (NFC, any case) can be a Vietnamese syllable."""
    tones: list[str] = []
    letters: list[str] = []
    for character in unicodedata.normalize("NFD", word.lower()):
        (tones if character in _TONES else letters).append(character)
    match = _SYLLABLE.fullmatch(unicodedata.normalize("NFC", "".join(letters)))
    if match is None or len(tones) > 1:
        return False
    return not match[2].endswith(("c", "ch", "p", "t")) or (bool(tones) and tones[0] in _STOPPED_TONES)
