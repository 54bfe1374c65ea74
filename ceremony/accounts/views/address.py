"""Agreeing from the old mailbox that letters go to a new address."""

from flask import request
from flask.typing import ResponseReturnValue

from ceremony.accounts.actions.addresses import confirm_address
from ceremony.accounts.forms import WhoForm
from ceremony.accounts.queries import get_link
from ceremony.accounts.rules.sign_in import Purpose
from ceremony.accounts.views.base import blueprint, page
from ceremony.core.clock import now
from ceremony.core.db import transaction
from ceremony.core.web.access import Access, who_may


@blueprint.get("/address/link")
@who_may(Access.LINK_HOLDER)
def show_address() -> ResponseReturnValue:
    """Show the new address and the button that agrees to it."""
    link = get_link(request.args.get("token", ""), Purpose.ADDRESS, now())
    return page("address", form=WhoForm(formdata=None), address=link.email, is_done=False)


@blueprint.post("/address/link")
@who_may(Access.LINK_HOLDER)
def take_address() -> ResponseReturnValue:
    """Use the link up: the new address holds."""
    with transaction():
        link = get_link(request.values.get("token", ""), Purpose.ADDRESS, now(), lock=True)
        confirm_address(link, now())
        address = link.email
    return page("address", form=WhoForm(formdata=None), address=address, is_done=True)
