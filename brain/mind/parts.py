"""Cut a clause into the products that it names: counts taken out, sizes left in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal

from brain.mind.folding import words
from brain.mind.hearsay import without_hearsay
from brain.mind.lexicon import Lexicon
from knowledge.vocabulary import lexicon as vocabulary

_FEW = 12  # a greater number before a name is mostly a count
MOST_PARTS, MOST_WORDS = 20, 12  # of one clause, and of one product's name
BORDER = re.compile(
    r",(?!\d)|:(?= |$)|\+|&|\n|\b(?:y|e|o|u|tambien)\b(?= )|\bmas\b(?= (?:\d|una? ))"
    r"|\bcon\b(?= \d+ (?!pies|pulgadas|metros|galones|voltios|watts|hp))"
)
_COUNTED = re.compile(
    r"^(\d{1,5})(?![\d/.\"'])\s+(?!pulgadas?|watts?|w |v |hp|caballos?(?: |$)|voltios|amp"
    r"|litros? de motor)(.+)$"
)
_SIZE_ALONE = re.compile(
    r"\b(?:de|del|numero|calibre|#) ?(?:(?:el|la|los|las) )?\d"
    r"|^\s*(?:y )?en (?:el |la )?\d{1,2}(?:/\d+)?\s*$"
)
# "60 de 3/4", "200 de 8", "1200 del de 8"
_COUNTED_SIZE = re.compile(r"^\s*(\d{1,5}) del? (?:l[oa]s? )?(?:de )?(\d+(?:/\d+)?)\s*$")
_COUNT_BEHIND = re.compile(
    r"^(.*[a-z][a-z)\"']+),?:? ?(?:por|x|\*|:) ?(\d{1,4})(?: unidades)?\s*$"
    r"|^(.*[a-z].*?)[ ,(]+(\d{1,5}) unidades\)?\s*$"
)
# "Me dijo un amigo que el alambre …": what follows is what is spoken of, not an aside.
_TOLD = re.compile(
    r"^.*?\b(?:dij[a-z]+|dicen?|conto|contaron|escuche|oi|supe|entere|comentaron|comento)"
    r"(?: [a-z]+){0,3} (?:de )?que "
)
_ONE = re.compile(r"\bun[ao]? (?=(?:pulgada|caballo|hp|polo)\b)")
_TRAILING = re.compile(
    r"^(.*[a-z].*?)\s((?!0)\d{1,5})\s*(unidades|fundas?|sacos?|galones|cubetas?|quintales|rollos?"
    r"|planchas?|hojas?|cajas?|pies|metros|libras?|litros?|pares|yardas?|paquetes?|kilos?|latas?)$"
)
_ASIDE = re.compile(
    r"\b(?:(?:para|pa) (?:mi|una?|un[ao]s|el|la|l[ao]s|est[ea]|su|hacer|poner"
    r"|mandar|buscar|pasar|ir|llegar)"
    r"|que|porque|cuando|donde|es|de es[oa]s? (?:de|para))\b(.+)$"
)
_PURPOSE = re.compile(r"\b(?:para|pa) (\w.*)$")
_SIZE_FIRST = re.compile(
    r"^[\s,]*(?:(?:y|o|no|ok|pero|mejor|dame|quiero) )*(el |la |los |las |(?=del ))?del? \d+ [a-z]"
)
# "Y el 10 rojo" is one thing, "los 10 tubos" are ten.
_THE_SIZE = re.compile(r"^[\s,]*(?:(?:y|o|no|ok|pero|mejor|dame|quiero) )*(?:el|la) \d+ [a-z]")
_PRICE_SAID = re.compile(
    r"\b(?:estaban?|esta|vale|valia|cuesta|costaba|sale|era|es) (?:a |en )?\d[\d.,]*(?: pesos)?\b"
    r"|\b(?:a|en) \d{3,6}\b(?= *(?:$|,|todavia|aun|ahora|verdad|pesos))"
    r"|(?:rd ?)?\$ ?\d[\d.,]*|\b(?:(?:a|en|por) )?\d[\d.,]* pesos\b"
)
_BESIDE = re.compile(
    r"\b(?:a nombre de|lo de un[ao]?|puest[oa]s? en|porque|ya que"
    r"|con (?:su |el )?(?:itbis|impuestos?|transporte|envio|instalacion|rnc|ncf|comprobante)"
    r"|para (?:mi|la|una|el|un) (?:empresa|compania|constructora|negocio|obra|proyecto|cliente)"
    r"(?! (?:[a-z]+ ){1,3}\d+(?: [a-z]+)?$))"  # "para una obra cemento 50 fundas"
    r"\b.*?(?= con una? [a-z]|(?: por| de|,)? \d+ (?:de )?[a-z]|$)"
    r"|\bpara (?:mi|la|una|el|un) (?:empresa|compania|constructora|negocio|obra|proyecto|cliente)\b"
)
# "La pluma está botando agua" tells what is wrong with it.
_FAILS = re.compile(
    r"\b(?:(?:se|me|le|nos|ya|no) )*(?:esta|estan|sigue|siguen|vive|viven)"
    r" [a-z]{2,}(?:ando|iendo|yendo)"
    r"(?: (?:el|la|mucha|mucho|toda|todo|un|una))*"
    r"(?: (?:agua|aire|humo|corriente|chispas?|fuego|ruido|gotas?)\b)?"
)
_SIZES = dict(uno=1, dos=2, tres=3, cuatro=4, cinco=5, seis=6, ocho=8, diez=10, doce=12)
_HAS = r"(?:lleva|tiene|trae|usa|necesita|sea|son|es)n?"
_NO_MONEY = r"(?! (?:pesos|dolares|cuartos|btu))"
_COUNTS = tuple(
    (re.compile(rf"\b{pattern}\b"), meant)
    for pattern, meant in (
        (r"(\d{1,2})-(\d{1,2})-(\d{1,2})", r"\1x\2x\3"),  # a fertilizer's numbers are one name
        (r"^(?:y |o |pero )?si (?:es|fuera|fuese) (?:de |el |la |del )*(?=\d)", "de "),
        (r"si (?:me )?(?:llevo|compro|cojo|pido|quiero) (\d+)", r", \1"),
        (
            r"(?:y )?(?:me|nos) (?:qued(?:e|o|amos|aron) sin|falt(?:o|an|aron|aba)|hacen? falta)",
            ", ",
        ),
        (r"(?:y )?se (?:me|nos) (?:acab|termin)(?:o|aron)", ", "),
        # "Llavín de los que no llevan llave" is told by what it is not.
        (rf"(?:de )?(?:(?:el|la|lo|los|las) )?que no {_HAS} (?:el |la |los |las )?[a-z]+", " "),
        (r"medio ciento(?: de)?", "50"),
        (r"(\d{1,3}) cientos?(?: de)?", r"\g<1>00"),
        (r"(\d{1,2}) (?:millares?|mil)(?: de)?(?= [a-z])" + _NO_MONEY, r"\g<1>000"),
        (r"([1-9]\d{0,2})\.(\d{3})(?= (?:de )?[a-z]{4})" + _NO_MONEY, r"\1\2"),
        (r"un (?:ciento|cien)(?: de)?", "100"),
        (r"un millar(?: de)?", "1000"),
        (r"otr[oa]s? (\d{1,5})$", r", \1"),
        *((rf"de {word}(?= *(?:$|,| y | e ))", f"de {size}") for word, size in _SIZES.items()),
    )
)
# "Zinc, de los de 6 pies", "pega, la de 8 onzas", "pintura pero un cuarto" name one product.
_SIZE = r"(?:\d|(?:media|cuarto|tres|pulgada|una)\b)"
_QUALIFIED = tuple(
    (re.compile(pattern), meant)
    for pattern, meant in (
        (r"(?<= de) (\d[\d/]*) (?=de (?:\d[\d/]*) *(?:$|,|y |e |de \d))", r" \1, "),
        (r",? (?:los|las) mism[oa]s (\d+)$", r", \1"),
        (r"(?<=[a-z]) de (?:el|la|los|las) (?=(?:grand|pequen|chiqui|median|larg|cort))", " "),
        (r"(?<=[a-z]) (?:que (?:sea|sean|es) )(?=(?:de|en|color) )", " "),
        (rf"(?<=[a-z]),? (?:pero )?(?:de )?(?:el|la|los|las|es[eo]s?) (?=de {_SIZE})", " "),
        (r"(?<=[a-z]{3}),? de (?:la|las|el|los) (?=\d[\d/.]*(?: |$))", " "),
        (rf"^([^\d,]*[a-z]), (?=(?:de|del|en) {_SIZE}|(?:talla|numero|calibre) )", r"\1 "),
        (
            r"(?<=[a-z]), (?:el|la|los|las|un|una) (?=(?:cubeta|galon|funda|saco|lata|rollo|caja"
            r"|pote|paquete|tanque|bolsa|frasco|botella|tubo)(?: [a-z]+)? de \d+ ?[a-z]*$)",
            " ",
        ),
        (r"\b(?:el|la|lo|los|las) mism[oa]s?(?: mism[oa])?,?(?: pero)?(?= (?:de|en|con)?)", " "),
        (r"(?<=[a-z]),? pero (?=(?:de|en|un|una|el|la|por) )", " "),
    )
)
# Where the next of several things begins: a count before a word, with no "de" before the count.
_ITEM = re.compile(
    r"(?<=[a-z0-9\"'] )(?<!\bde )(?<!\bdel )(?<!\bpor )(?<!\bx )(?<!\ba )(?<!\ben )(?<!\bcon )"
    r"(?<!\bnumero )(?<!\bcalibre )(?<!\bhay )(?<!\by )(?<!\blos )(?<!\blas )"
    r"(\d{1,4}|una?|dos|tres|cuatro|cinco|seis|siete|ocho|diez|doce|veinte) ([a-z]{3,})( de )?"
)
_FIRST_ITEM = re.compile(
    r"^[\s,:]*(?:de )?(?:\d{1,4}|una?|dos|tres|cuatro|cinco|seis|diez) [a-z]{3,}"
)
_APART = re.compile(
    r"(?:,|\b(?:y|e)\b) ?(?:\d{1,4}|una?|dos|tres|cuatro|cinco|seis|diez) [a-z]{3,}"
)
_ITEMS = 3
_PIECES = frozenset({"unidades", "piezas"})
_SO_MANY = re.compile(r"\b(?!una? )([a-z]+) (?=([a-z]+)\b)")
# "La manguera, ¿a cómo el pie?": what was asked is cut out, and left a gap.
_PRICED_BY = re.compile(
    r"(?<=\S) {3,}(?:el|la|cada|por|x) "
    r"(?:pies?|metros?|libras?|yardas?|unidad|funda|saco|galon|quintal|rollo|caja|plancha|hoja"
    r"|lamina|barra|lata|cubeta|paquete|par|metro)"
    r"(?=\s*(?:,|\?|$))"
)
# "Hagame", "mandarmelo", "comprarlo" are verbs, whatever the verb.
_VERB = re.compile(
    r"^[a-z]{2,}(?:(?:[aei]r|[aei]n?)(?:me|nos|te|se)l[oa]s?|[aei]r(?:me|nos|l[aoe]s?)|[aei]n?me)$"
    r"|^(?!(?:co|con)?mando$|blando$)[a-z]{2,}(?:ando|iendo|yendo)$"
)
_JUST_ONE = re.compile(r"\buna? ([a-z]{3,})")
_OF_PIECES = re.compile(r"\b[a-z]+ unidades\b")
_ENDS_IN_A_NUMBER = re.compile(r"^(.*[a-z].*) (\d{1,5})$")
_SIZE_INSIDE = re.compile(r"^(.*[a-z].*?) de (\d+(?:/\d+)?) (?:de )?([a-z].*)$")


@dataclass(frozen=True)
class Part:
    """One product as it was said, the count taken out."""

    text: str
    quantity: Decimal | None
    sized: str = ""  # the same with the count as a size: "tinaco 500 galones" may be either
    aside: frozenset[str] = frozenset()  # words about what it is for, which no name need hold
    only_for: bool = False  # the words aside tell a purpose: "para el hotel"
    behind: bool = field(default=False, compare=False)  # where the count stood: "clavos 5 libras"
    purpose: frozenset[str] = frozenset()  # words of a kind: "para perro", which a name must hold


def parts(rest: str, lexicon: Lexicon) -> list[Part]:
    """Cut what the cues left of a clause into the products that it names."""
    rest = _figured(without_hearsay(_PRICED_BY.sub(" ", rest)), lexicon)
    for pattern, meant in (*_COUNTS, *_QUALIFIED):
        rest = pattern.sub(meant, rest)
    rest = _listed(rest, lexicon)
    found = [_part(piece, lexicon) for piece in BORDER.split(rest)[:MOST_PARTS]]
    return [part for part in found if part.text or part.quantity is not None]


def _figured(rest: str, lexicon: Lexicon) -> str:
    """Write "de ocho espacios" with its figure: what a thing has eight of tells which it is."""
    told = lexicon.lists["features"] | _PIECES
    return _SO_MANY.sub(
        lambda m: f"{lexicon.numbers[m[1]]} " if m[2] in told and m[1] in lexicon.numbers else m[0],
        rest,
    )


def _listed(rest: str, lexicon: Lexicon) -> str:
    """Cut a list that was dictated without commas: "8 perfiles 2x2 6 angulares una plancha"."""
    places = [found for found in _ITEM.finditer(rest) if _begins(found, lexicon)]
    apart = bool(_FIRST_ITEM.match(rest)) + len(_APART.findall(rest))
    if len(places) + apart < _ITEMS or not any(p[1].isdigit() for p in places):
        return rest
    for found in reversed(places):
        rest = f"{rest[: found.start(1)]}, {rest[found.start(1) :]}"
    return rest


def _begins(found: re.Match[str], lexicon: Lexicon) -> bool:
    """Tell whether a number counts what follows: no unit, unless "3 galones de" something."""
    of = found[3] is not None
    if found[2] in lexicon.lists["attributes"]:
        return False  # "cable 12 rojo" is one thing
    return found[2] not in vocabulary().units or of


def _part(piece: str, lexicon: Lexicon) -> Part:
    if behind := _COUNT_BEHIND.match(piece):  # "lavamanos con pedestal x 4"
        part = _part(behind[1] or behind[3], lexicon)
        count = Decimal(behind[2] or behind[4])
        return replace(part, quantity=count, behind=True) if part.quantity is None else part
    piece = _FAILS.sub(" ", _BESIDE.sub(" ", _PRICE_SAID.sub(" ", _TOLD.sub("", piece))))
    piece = _ONE.sub("1 ", piece)
    inside = _SIZE_INSIDE.match(piece)
    if inside and any(w not in lexicon.lists["carriers"] for w in words(inside[1])):
        piece = _size_last(inside)
    part = _counted(piece, lexicon)
    told = _ASIDE.search(piece)
    if part.quantity is None and (one := _JUST_ONE.search(piece)) and part.text.startswith(one[1]):
        part = replace(part, quantity=Decimal(1))
    if told:
        only_for = told[0].startswith("pa")
        return replace(part, aside=frozenset(words(told[1])), only_for=only_for)
    kind = _PURPOSE.search(piece)
    return replace(part, purpose=frozenset(words(kind[1]))) if kind else part


def _size_last(match: re.Match[str]) -> str:
    """Put a size behind the words that would make it a count: "breaker de 30 doble"."""
    before, size, after = match.groups()
    follows = words(after)[0]
    if follows in vocabulary().units or follows in vocabulary().by:
        return match[0]
    if counted := _ENDS_IN_A_NUMBER.match(after):  # "varilla de 3/8 corrugada 15"
        return f"{before} {counted[1]} de {size} {counted[2]}"
    return f"{before} {after} de {size}"


def _counted(piece: str, lexicon: Lexicon) -> Part:
    said = [w for w in words(piece) if not _VERB.match(w)]
    kept = [w for w in said if w not in lexicon.lists["carriers"] or _counts(w, lexicon)]
    kept = kept[:MOST_WORDS]
    text = _numbered(_without_number(kept, piece, lexicon), lexicon)
    if counted := _COUNTED_SIZE.match(piece):
        return Part(counted[2], Decimal(counted[1]))
    if _SIZE_ALONE.search(piece) and not re.search(r"[a-z]", text):
        return Part(text, None)  # "de 6" is a size, "6" is a count
    if (first := _SIZE_FIRST.match(piece)) and text[:1].isdigit():
        return _sized_first(text, lexicon, named=bool(first[1]))
    if _THE_SIZE.match(piece) and _COUNTED.match(text):
        return _sized_first(text, lexicon, named=True)
    counted = _COUNTED.match(text) or None
    if counted:
        return Part(counted[2], Decimal(counted[1]))
    if trailing := _TRAILING.match(text):
        return _counted_behind(trailing, text, piece)
    if text.isdigit() and len(text) <= 5:
        return Part("", Decimal(text))
    return Part(text, None)


def _without_number(kept: list[str], piece: str, lexicon: Lexicon) -> list[str]:
    """Leave a number word at the end out, but for "¿cuánto serían ocho unidades?"."""
    if len(kept) == 1 and _OF_PIECES.search(piece) and _counts(kept[0], lexicon):
        return [str(lexicon.numbers[kept[0]])]
    while kept and kept[-1] in lexicon.numbers and not kept[-1].isdigit():
        kept.pop()
    return kept


def _sized_first(text: str, lexicon: Lexicon, *, named: bool) -> Part:
    """Read "de 40 doble" as a size, "una cotización de 10 varillas" as a count."""
    size, *others = text.split()
    if not named and _is_counted(others[0], lexicon, many=int(size) > _FEW):
        return Part(" ".join(others), Decimal(size))
    if others[0] in vocabulary().units:
        return Part(text, None)
    return Part(" ".join([*others, size]), None)


def _is_counted(word: str, lexicon: Lexicon, *, many: bool) -> bool:
    """Tell whether a number before a word counts things: "3 polos" are of one breaker."""
    one = word not in vocabulary().units and word not in lexicon.lists["attributes"]
    return (word.endswith("s") or many) and one and word not in lexicon.lists["features"]


def _counted_behind(trailing: re.Match[str], text: str, piece: str) -> Part:
    if _said_of(trailing, piece):
        return Part(text, None)
    sized = text if vocabulary().units.get(trailing[3]) in vocabulary().counted else ""
    return Part(f"{trailing[3]} {trailing[1]}", Decimal(trailing[2]), sized, behind=True)


def _said_of(trailing: re.Match[str], piece: str) -> bool:
    """Tell whether a number at the end is a size: "tinaco de 500 galones" has it, a count not."""
    return re.search(rf"\bde {trailing[2]} {trailing[3]}\b", piece) is not None


def _counts(word: str, lexicon: Lexicon) -> bool:
    return word in lexicon.numbers and word not in {"un", "una", "uno"}


def _numbered(kept: list[str], lexicon: Lexicon) -> str:
    # "diez fundas" counts like "10 fundas", but only in front: "tubo de dos" stays as it is.
    if kept and kept[0] in lexicon.numbers and len(kept) > 1:
        kept = [str(lexicon.numbers[kept[0]]), *kept[1:]]
    return " ".join(kept)
