"""Every part of the pages in every state, at /dev/parts: for those who build pages, never in an office."""

from flask import Blueprint, Flask, abort, current_app, render_template
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from ceremony.core.web.access import Access, who_may
from ceremony.core.web.forms import DayField, LinkForm

blueprint = Blueprint("gallery", __name__)
SWITCH = "SHOW_PARTS"
_KINDS = [SelectChoice("travel", "Công tác"), SelectChoice("sick", "Ốm")]
_UNITS = [SelectChoice("ldpb", "Phòng Quản lý biên giới"), SelectChoice("vp", "Văn phòng")]


class SampleForm(LinkForm):
    """One field of each kind."""

    day = DayField(
        "Ngày dời tới",
        description="Ví dụ 09/08/2021",
        validators=[InputRequired("Nhập một ngày.")],
    )
    unit = SelectField("Đơn vị trình bày", choices=_UNITS)
    reason = StringField("Lý do, in trong thư", validators=[InputRequired("Nhập lý do.")])
    note = TextAreaField("Ghi chú (không bắt buộc)")
    announce = BooleanField("Gửi thư báo cho người đã nhận giấy mời", default=True)
    kind = RadioField("Lý do vắng", choices=_KINDS, default="travel")


@blueprint.get("/dev/parts")
@who_may(Access.ANYONE)
def show_parts() -> ResponseReturnValue:
    """Show the parts where the application is in development or a rehearsal."""
    if not (current_app.debug or current_app.config.get(SWITCH)):
        abort(404)
    faulty = SampleForm(MultiDict({"day": "31/02/2021", "unit": "vp", "kind": "sick", "reason": "Mưa"}))
    faulty.validate()
    return render_template("core/gallery.html", form=SampleForm(formdata=None, prefix="good"), faulty=faulty)


def init_app(app: Flask) -> None:
    """Register the page."""
    app.register_blueprint(blueprint)
