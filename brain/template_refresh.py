"""Bring the templates up to date: as Meta lists them, or from a file where it is not asked."""

import structlog

from brain import template_list
from brain.services import Services
from whatsapp.outgoing import SendFailed
from whatsapp.template_entries import from_file

log = structlog.get_logger()


def refresh(services: Services) -> None:
    """Read the list; the one of before stays where it cannot be read."""
    settings = services.settings
    try:
        if settings.whatsapp_business_id:
            found = services.whatsapp.templates(settings.whatsapp_business_id)
        else:
            found = from_file(settings.whatsapp_templates)
    except SendFailed as failed:
        log.warning("templates.not_listed", code=failed.code)
    except ValueError as error:
        log.warning("templates.not_read", reason=str(error))
    else:
        template_list.replace(found)
