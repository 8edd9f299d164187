"""Languages by their tags: what they are called by those who speak them, and which way they are written."""

from babel import Locale, UnknownLocaleError

_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"})


def is_right_to_left(language: str) -> bool:
    """Whether a language is written from right to left. `language` is a tag such as `ar` or `pt-BR`."""
    parts = language.split("-")
    return parts[0] in _RIGHT_TO_LEFT or "-".join(parts[:2]) in _RIGHT_TO_LEFT or any(part in ("Arab", "Hebr") for part in parts)


def own_name(language: str) -> str:
    """ "Nederlands", "العربية": the name of a language in that language, or the tag where nobody has told us."""
    try:
        name = Locale.parse(language.replace("-", "_")).get_display_name()
    except (ValueError, UnknownLocaleError):
        return language
    return str(name[:1].upper() + name[1:]) if name else language
