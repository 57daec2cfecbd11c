"""Say in Spanish what a message that is not plain text contains."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from whatsapp.items import text_of
from whatsapp.shapes import first, part, parts
from whatsapp.wording import kind_name, say

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Rendered:
    """What the room shows, and which part of it are the customer's own words."""

    kind: str
    text: str
    words: str = ""
    choice_id: str | None = None


def render(message: Json, *, has_media: bool) -> Rendered:
    """Return the Spanish text of a message of any kind."""
    kind = text_of(message.get("type"))
    if has_media:
        caption = text_of(part(message, kind).get("caption"))
        rendered = Rendered(kind, caption, caption)
    else:
        rendered = _RENDERERS.get(kind, _unknown)(message)
    note = _note(message)
    return replace(rendered, text="\n".join(filter(None, (rendered.text, note))))


def _text(message: Json) -> Rendered:
    body = text_of(part(message, "text").get("body"))
    return Rendered("text", body, body) if body.strip() else _unknown(message)


def _lost_media(message: Json) -> Rendered:
    kind = text_of(message.get("type"))
    caption = text_of(part(message, kind).get("caption"))
    lost = say("room", "media_lost", kind=kind_name(kind) or kind)
    return Rendered("unsupported", "\n".join(filter(None, (caption, lost))), caption)


def _location(message: Json) -> Rendered:
    place = part(message, "location")
    latitude, longitude = _number(place.get("latitude")), _number(place.get("longitude"))
    if latitude is None or longitude is None:
        return _unknown(message)
    name, address = text_of(place.get("name")), text_of(place.get("address"))
    named = say("room", "location_place", name=name, address=address) if name and address else ""
    return Rendered(
        "location",
        say(
            "room",
            "location",
            place=named or name or address or say("room", "location_bare"),
            link=say("room", "location_link", latitude=f"{latitude:f}", longitude=f"{longitude:f}"),
        ),
    )


def _contacts(message: Json) -> Rendered:
    lines = [_contact(one) for one in parts(message, "contacts")]
    return Rendered("contacts", "\n".join(lines)) if lines else _unknown(message)


def _contact(contact: Json) -> str:
    own = contact.get("origin") == "contact_request"
    name = text_of(part(contact, "name").get("formatted_name"))
    numbers = [
        text_of(one.get("phone")) or text_of(one.get("wa_id")) for one in parts(contact, "phones")
    ]
    phones = ", ".join(filter(None, numbers))
    return say(
        "room",
        "contact_own" if own else "contact",
        name=name or say("room", "contact_nameless"),
        phones=say("room", "contact_phones", phones=phones) if phones else "",
    )


def _interactive(message: Json) -> Rendered:
    answer = part(message, "interactive")
    choice = part(answer, "button_reply") or part(answer, "list_reply")
    title = text_of(choice.get("title"))
    if title:
        description = text_of(choice.get("description"))
        shown = say("room", "choice", title=title, description=description)
        choice_id = text_of(choice.get("id")) or None
        return Rendered("interactive", shown if description else title, title, choice_id)
    if part(answer, "nfm_reply"):
        return _form(part(answer, "nfm_reply"))
    if part(answer, "call_permission_reply"):
        accepted = part(answer, "call_permission_reply").get("response") == "accept"
        key = "calls_allowed" if accepted else "calls_refused"
        return Rendered("interactive", say("room", key))
    return _unknown(message)


def _form(reply: Json) -> Rendered:
    raw = text_of(reply.get("response_json"))
    try:
        fields = json.loads(raw)
    except (ValueError, RecursionError):
        fields = None
    pairs = fields.items() if isinstance(fields, dict) else [("", raw)]
    lines = [
        say("room", "form_line", name=name, value=value)
        for name, value in pairs
        if name != "flow_token"
    ]
    return Rendered("interactive", say("room", "form", lines="\n".join(lines)))


def _button(message: Json) -> Rendered:
    button = part(message, "button")
    text, payload = text_of(button.get("text")), text_of(button.get("payload"))
    if not text and not payload:
        return _unknown(message)
    return Rendered("button", text or payload, text or payload, payload or None)


def _order(message: Json) -> Rendered:
    order = part(message, "order")
    items = parts(order, "product_items")
    if not items:
        return Rendered("order", say("room", "order_empty"))
    words = text_of(order.get("text"))
    amounts = [(_amount(one.get("quantity")), _amount(one.get("item_price"))) for one in items]
    total = sum((count * price for count, price in amounts), Decimal(0))
    text = say(
        "room",
        "order",
        lines="\n".join(_order_line(one) for one in items),
        total=_money(total, items[0].get("currency")),
        words=say("room", "order_words", words=words) if words else "",
    )
    return Rendered("order", text, words)


def _order_line(item: Json) -> str:
    return say(
        "room",
        "order_line",
        quantity=f"{_amount(item.get('quantity')):f}",
        sku=text_of(item.get("product_retailer_id")),
        price=_money(_amount(item.get("item_price")), item.get("currency")),
    )


def _money(amount: Decimal, currency: object) -> str:
    written = f"{amount:,.2f}"
    if currency == "DOP":
        return say("room", "price_dop", amount=written)
    return say("room", "price_other", currency=text_of(currency), amount=written).strip()


def _reaction(message: Json) -> Rendered:
    emoji = text_of(part(message, "reaction").get("emoji"))
    if not emoji:
        return Rendered("reaction", say("room", "reaction_removed"))
    return Rendered("reaction", say("room", "reaction", emoji=emoji))


def _edit(message: Json) -> Rendered:
    edited = part(part(message, "edit"), "message")
    kind = text_of(edited.get("type"))
    words = text_of(part(edited, "text").get("body")) or text_of(part(edited, kind).get("caption"))
    if words:
        return Rendered("edit", say("room", "edit", text=words), words)
    if kind_name(kind):
        return Rendered("edit", say("room", "edit_media", kind=kind_name(kind)))
    return Rendered("edit", say("room", "edit_empty"))


def _revoke(message: Json) -> Rendered:
    return Rendered("revoke", say("room", "revoke"))


def _welcome(message: Json) -> Rendered:
    return Rendered("request_welcome", say("room", "welcome"))


def _system(message: Json) -> Rendered:
    system = part(message, "system")
    kind, body = text_of(system.get("type")), text_of(system.get("body"))
    if kind == "user_changed_number":
        before, now = text_of(message.get("from")), text_of(system.get("wa_id"))
        both = say("room", "number_changed_both", before=before, now=now)
        return Rendered("system", both if before and now else say("room", "number_changed"))
    if kind == "user_changed_user_id":
        return Rendered("system", say("room", "number_changed"))
    if kind == "customer_identity_changed":
        return Rendered("system", say("room", "identity_changed"))
    return Rendered("system", say("room", "system", body=body or say("room", "system_bare")))


def _unknown(message: Json) -> Rendered:
    """Show what cannot be shown, with any words that came along."""
    kind = text_of(message.get("type"))
    content = part(message, kind)
    real = text_of(content.get("type")) if kind == "unsupported" else kind
    bare = say("room", "unsupported_bare")
    named = kind_name(real) or (say("room", "unsupported_kind", kind=real) if real else bare)
    words = next(filter(None, (text_of(content.get(key)) for key in _WORDS)), "").strip()
    if words:
        text = say("room", "unsupported_words", words=words, what=named)
        return Rendered("unsupported", text, words)
    return Rendered("unsupported", say("room", "unsupported", what=named))


def _note(message: Json) -> str:
    """Say where a message comes from, when it is not simply typed."""
    context, referral = part(message, "context"), part(message, "referral")
    product = part(context, "referred_product") or first(message, "referred_product")
    notes = []
    if context.get("frequently_forwarded") is True:
        notes.append(say("note", "forwarded_often"))
    elif context.get("forwarded") is True:
        notes.append(say("note", "forwarded"))
    if product:
        sku = text_of(product.get("product_retailer_id"))
        notes.append(say("note", "product", sku=sku))
    if referral:
        notes.append(_referral(referral))
    return "\n".join(notes)


def _referral(referral: Json) -> str:
    headline, body = text_of(referral.get("headline")), text_of(referral.get("body"))
    both = say("note", "referral_titled", headline=headline, body=body)
    link = text_of(referral.get("source_url")) or text_of(referral.get("source_id"))
    what = both if headline and body else headline or body
    kind = "post" if referral.get("source_type") == "post" else "ad"
    return say("note", kind, what=" ".join(filter(None, (what, link))))


def _amount(value: object) -> Decimal:
    return _number(value) or Decimal(0)


def _number(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < 10**15 else None


_WORDS = ("body", "text", "caption", "title", "name")
_RENDERERS: dict[str, Callable[[Json], Rendered]] = {
    "text": _text,
    "image": _lost_media,
    "audio": _lost_media,
    "video": _lost_media,
    "document": _lost_media,
    "sticker": _lost_media,
    "location": _location,
    "contacts": _contacts,
    "interactive": _interactive,
    "button": _button,
    "order": _order,
    "reaction": _reaction,
    "edit": _edit,
    "revoke": _revoke,
    "request_welcome": _welcome,
    "system": _system,
}
