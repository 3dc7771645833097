"""How names of places are compared: one folding for the shipped table and for what people type."""

import re
import unicodedata

_TO_KATAKANA = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i"}
)
_SILENT = re.compile(r"[^\w]|_")


def folded(name: str) -> str:
    """Without case, accents, spaces and signs; hiragana as katakana."""
    name = unicodedata.normalize("NFKC", name[:100]).casefold().translate(_LETTERS)
    # A kana's voicing is a letter and stays: only what stands on Latin and the like goes.
    name = "".join(_bare(sign) for sign in name)
    return _SILENT.sub("", name.translate(_TO_KATAKANA))


def _bare(sign: str) -> str:
    if sign >= "\u3000":
        return sign
    apart = unicodedata.normalize("NFD", sign)
    return "".join(each for each in apart if not unicodedata.combining(each))


_KANA = (
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
    "ガギグゲゴザジズゼゾダヂヅデドバビブベボパピプペポヴ"
)
_SYLLABLES = (
    "a i u e o ka ki ku ke ko sa shi su se so ta chi tsu te to na ni nu ne no ha hi fu he ho"
    " ma mi mu me mo ya yu yo ra ri ru re ro wa o n"
    " ga gi gu ge go za ji zu ze zo da ji zu de do ba bi bu be bo pa pi pu pe po vu"
)
_ROMAJI = dict(zip(_KANA, _SYLLABLES.split(), strict=True))
_SMALL = {"ャ": "ya", "ュ": "yu", "ョ": "yo"}
_LONG_VOWEL = re.compile(r"ou|oo|uu")


def romaji(katakana: str) -> str | None:
    """Hepburn letters as signs on Japanese stations have them (オオサカ is osaka), or None."""
    spelled = ""
    for sign in katakana:
        if sign in _SMALL:
            spelled = _joined(spelled, _SMALL[sign])
        elif sign in {"ッ", "ー"}:
            spelled += "*" if sign == "ッ" else ""
        elif sign in _ROMAJI:
            spelled += _ROMAJI[sign]
        else:
            return None
    doubled = re.sub(
        r"\*(.)", lambda found: "t" + "c" if found[1] == "c" else found[1] * 2, spelled
    )
    return _LONG_VOWEL.sub(lambda found: found[0][0], doubled.replace("*", "")) or None


def _joined(before: str, small: str) -> str:
    """キ and a small ョ are kyo, but シ and ョ are sho."""
    stem = before.removesuffix("i")
    return stem + (small[1:] if stem.endswith(("sh", "ch", "j")) else small)
