"""Every part of the pages in every state, at /dev/parts: for those who build pages, never in an office."""

from flask import Blueprint, Flask, abort, current_app, render_template
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from ceremony.core.web.access import Access, who_may
from ceremony.core.web.forms import LinkForm

blueprint = Blueprint("gallery", __name__)
SWITCH = "SHOW_PARTS"
_UNITS = [("ldpb", "Phòng Quản lý biên giới"), ("vp", "Văn phòng")]


class SampleForm(LinkForm):
    """One field of each kind."""

    day = DateField(
        "Ngày dời tới",
        format="%d/%m/%Y",
        description="Ví dụ 09/08/2021",
        validators=[InputRequired("Nhập một ngày.")],
    )
    unit = SelectField("Đơn vị trình bày", choices=_UNITS)
    reason = StringField("Lý do, in trong thư", validators=[InputRequired("Nhập lý do.")])
    note = TextAreaField("Ghi chú (không bắt buộc)")
    announce = BooleanField("Gửi thư báo cho người đã nhận giấy mời", default=True)
    kind = RadioField("Lý do vắng", choices=[("travel", "Công tác"), ("sick", "Ốm")], default="travel")


@blueprint.get("/dev/parts")
@who_may(Access.ANYONE)
def show_parts() -> ResponseReturnValue:
    """Show the parts where the application is in development or a rehearsal."""
    if not (current_app.debug or current_app.config.get(SWITCH)):
        abort(404)
    faulty = SampleForm(formdata=None)
    faulty.day.raw_data = ["31/02/2021"]
    faulty.day.errors = ["Ngày 31/02/2021 không có. Nhập ngày khác."]
    return render_template("core/gallery.html", form=SampleForm(formdata=None, prefix="good"), faulty=faulty)


def init_app(app: Flask) -> None:
    """Register the page."""
    app.register_blueprint(blueprint)
