"""Why a message could not be sent, and whether trying again helps. Pure.

Source of the codes: https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes
"""

from whatsapp.wording import failure_reason, say, texts

# The account or its token is at fault: an administrator must act, then the same request works.
ACCOUNT = {0, 3, 10, 33, 190, 368, 131005, 131031, 131037, 131042, 131044, 131045, 133010}
# Seconds to wait where Meta does not say; one customer gets a message each 6 seconds.
THROTTLED = {4: 60.0, 80007: 60.0, 130429: 2.0, 131048: 60.0, 131056: 6.0, 131064: 60.0}
PAIR = {131056}  # too much to one customer
BUSY = {1, 2, 131000, 131016, 131057}
FINAL = {
    *(100, 130472, 130497, 131008, 131009, 131021, 131026, 131030, 131047, 131049, 131050),
    *(131051, 131052, 131053, 131062, 131063, 135000),
    *range(132000, 133000),
}
_ACCOUNT_PAUSE = 60.0


class SendFailed(Exception):
    """Meta did not take what we sent.

    permanent: the same request will never work.
    unclear: it may have reached the customer; only a status with its tracker can tell.
    code: Meta's error code, or the HTTP status where there was none.
    retry_after: seconds to wait at least before trying again, if known.
    account: the store's account is at fault, not this message.
    number_wide: the store's number sends too much, whoever is written to.
    reason: what happened and what to do, for an agent, in Spanish.
    """

    def __init__(
        self,
        reason: str,
        *,
        permanent: bool = False,
        unclear: bool = False,
        code: int | None = None,
        retry_after: float | None = None,
        account: bool = False,
        number_wide: bool = False,
    ) -> None:
        self.reason = reason
        self.permanent = permanent
        self.unclear = unclear
        self.code = code
        self.retry_after = retry_after
        self.account = account
        self.number_wide = number_wide
        # The text goes into logs, so it holds nothing of the message.
        super().__init__(f"code={code} permanent={permanent} unclear={unclear}")


def refused(
    code: int, status: int, *, transient: bool = False, retry_after: float | None = None
) -> SendFailed:
    """Return what an error answer of the Graph API means.

    status: of the HTTP answer. Meta answers in JSON; where something on the way answered
    instead, code and status are the same.
    """
    if code in FINAL:
        return SendFailed(_reason(code, "not_accepted"), permanent=True, code=code)
    if code in ACCOUNT or 200 <= code < 300 or (code == status and status in {401, 403, 404, 407}):
        pause = retry_after or _ACCOUNT_PAUSE
        reason = _reason(code, "account")
        return SendFailed(reason, code=code, retry_after=pause, account=True)
    if code in THROTTLED or status == 429:
        wait = retry_after or THROTTLED.get(code)
        reason, wide = _reason(code, "throttled"), code not in PAIR
        return SendFailed(reason, code=code, retry_after=wait, number_wide=wide)
    if code in BUSY or transient or status >= 500 or status in {408, 425}:
        return SendFailed(_reason(code, "busy"), code=code, retry_after=retry_after)
    return SendFailed(_reason(code, "not_accepted"), permanent=True, code=code)


def not_sent() -> SendFailed:
    """Return what it means that the request was never written whole."""
    return SendFailed(say("delivery", "unreachable"))


def unclear(code: int | None = None) -> SendFailed:
    """Return what it means that the request was written and no usable answer came."""
    return SendFailed(say("delivery", "unclear"), unclear=True, code=code)


def unsendable(key: str) -> SendFailed:
    """Return what it means that WhatsApp can never take this; key is of texts' delivery."""
    return SendFailed(say("delivery", key), permanent=True)


def _reason(code: int, otherwise: str) -> str:
    if str(code) in texts()["delivery"]["codes"] or code in range(132000, 133000):
        return failure_reason(code)
    return say("delivery", otherwise)
