"""Pictures in lessons: whoever may read the lesson sees them, nobody else."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponseBase
from django.test import Client
from PIL import Image

from curriculum.models import Picture
from program.tenancy.scope import program_scope
from tests.cast import Cast
from tests.curriculum.editing.conftest import Editor, ref_of, words_of
from tests.curriculum.editing.test_overlay import own_lesson

pytestmark = pytest.mark.usefixtures("course")


def image(kind: str = "PNG", size: tuple[int, int] = (40, 30), mode: str = "RGB", **more: Any) -> bytes:
    target = BytesIO()
    Image.new(mode, size, 1).save(target, kind, **more)
    return target.getvalue()


def upload(editor: Editor, ref: int, data: bytes, words: str = "Two chairs", name: str = "a.png") -> Any:
    file = SimpleUploadedFile(name, data, "image/png")
    return editor.post(f"{words_of(ref)}pictures/", {"file": file, "words": words})


def latest(cast: Cast) -> Picture:
    with program_scope(cast.a.pk):
        return Picture.objects.latest("pk")


def address(picture: Picture) -> str:
    return f"/curriculum/pictures/{picture.pk}/{str(picture.file.name).rpartition('/')[2]}"


def put_in(editor: Editor, cast: Cast, slug: str = "second-question", act: str = "publish") -> Picture:
    ref = ref_of(slug)
    assert upload(editor, ref, image()).status_code == 302
    picture = latest(cast)
    editor.write(ref, act=act, body=f"Look:\n\n![Two chairs](picture:{picture.pk})")
    return picture


def content(answer: HttpResponseBase) -> bytes:
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_members_get_an_image_with_size_and_words(edda: Editor, reader: Client, cast: Cast) -> None:
    picture = put_in(edda, cast)
    page = reader.get("/curriculum/asking/second-question/").content.decode()
    tag = f'<img src="{address(picture)}" alt="Two chairs" width="40" height="30" loading="lazy">'
    assert tag in page
    answer = reader.get(address(picture))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/png")
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert Image.open(BytesIO(content(answer))).size == (40, 30)


def test_visitor_cannot_fetch_a_gated_picture(edda: Editor, visitor: Client, alice: Client, cast: Cast) -> None:
    picture = put_in(edda, cast)
    for browser in (visitor, alice):
        assert browser.get(address(picture)).status_code == 404
        assert address(picture) not in browser.get("/curriculum/asking/second-question/").content.decode()


def test_visitor_fetches_the_picture_of_a_free_lesson(edda: Editor, visitor: Client, cast: Cast) -> None:
    picture = put_in(edda, cast, "first-question")
    assert visitor.get(address(picture)).status_code == 200
    assert visitor.get(address(picture).replace(".png", "x.png")).status_code == 404


def test_picture_of_a_draft_is_for_those_who_write(edda: Editor, premium: Client, dana: Client, cast: Cast) -> None:
    picture = put_in(edda, cast, "first-question", act="draft")
    assert premium.get(address(picture)).status_code == 404
    assert dana.get(address(picture)).status_code == 200
    assert edda.browser.get(address(picture)).status_code == 200
    edda.act(ref_of("first-question"), "publish", revision="1")
    assert premium.get(address(picture)).status_code == 200
    edda.act(ref_of("first-question"), "share")
    assert premium.get(address(picture)).status_code == 404


def test_picture_of_another_program_is_404(edda: Editor, charlie: Client, cast: Cast) -> None:
    from members.models import Membership

    picture = put_in(edda, cast, "first-question")
    with program_scope(cast.b.pk):
        Membership.objects.filter(pk=cast.charlie.pk).update(role="owner")
    assert charlie.get(address(picture)).status_code == 404
    ref = ref_of("first-question")
    assert charlie.post(f"{words_of(ref)}pictures/{picture.pk}/remove/").status_code == 404
    answer = charlie.post(f"{words_of(ref)}preview/", {"body": f"![x](picture:{picture.pk})", "title": "T"})
    assert "<img" not in answer.content.decode().partition("<main")[2]


def test_picture_of_another_lesson_is_not_known_here(edda: Editor, cast: Cast) -> None:
    picture = put_in(edda, cast)
    answer = edda.write(ref_of("first-question"), body=f"![x](picture:{picture.pk})")
    assert "There is no picture" in answer.content.decode()


@pytest.mark.parametrize(
    ("data", "words", "said"),
    [
        (b"<svg onload='alert(1)'/>", "Two chairs", "not a PNG, JPEG or WebP"),
        (b"", "Two chairs", "empty"),
        (image("GIF", mode="P"), "Two chairs", "not a PNG, JPEG or WebP"),
        (image()[:60], "Two chairs", "not a PNG, JPEG or WebP"),
        (b"x" * 5_000_001, "Two chairs", "larger than 5 MB"),
        (image(), "", "This field is required."),
    ],
    ids=["svg", "empty", "gif", "cut off", "too large", "without words"],
)
def test_what_is_no_picture_or_has_no_words_is_refused(
    edda: Editor, cast: Cast, data: bytes, words: str, said: str
) -> None:
    answer = upload(edda, ref_of("first-question"), data, words)
    assert answer.status_code == 200
    assert said in answer.content.decode()
    with program_scope(cast.a.pk):
        assert not Picture.objects.exists()


def test_picture_is_drawn_anew_smaller_and_without_what_a_camera_wrote(edda: Editor, cast: Cast) -> None:
    exif = Image.Exif()
    exif[0x010E] = "gpscanary"
    exif[0x0112] = 6  # Turned by a quarter.
    upload(edda, ref_of("first-question"), image("JPEG", (3200, 1600), exif=exif), name="photo.png")
    picture = latest(cast)
    assert (picture.width, picture.height) == (800, 1600)
    assert str(picture.file.name).startswith(f"programs/{cast.a.pk}/lessons/")
    assert str(picture.file.name).endswith(".jpg")
    kept = content(edda.browser.get(address(picture)))
    assert b"gpscanary" not in kept
    assert b"Exif" not in kept


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "P"), ("PNG", "RGBA"), ("PNG", "LA"), ("PNG", "I;16"), ("PNG", "1")]
)
def test_pictures_of_every_mode_are_kept(edda: Editor, cast: Cast, kind: str, mode: str) -> None:
    assert upload(edda, ref_of("first-question"), image(kind, mode=mode)).status_code == 302
    assert Image.open(BytesIO(content(edda.browser.get(address(latest(cast)))))).size == (40, 30)


@pytest.mark.parametrize(("kind", "mode"), [("JPEG", "CMYK"), ("JPEG", "L"), ("WEBP", "RGBA")])
def test_pictures_of_every_kind_are_kept(edda: Editor, cast: Cast, kind: str, mode: str) -> None:
    assert upload(edda, ref_of("first-question"), image(kind, mode=mode)).status_code == 302
    assert Image.open(BytesIO(content(edda.browser.get(address(latest(cast)))))).format == kind


def test_picture_in_use_stays_and_an_unused_one_goes(edda: Editor, cast: Cast) -> None:
    ref = ref_of("second-question")
    used = put_in(edda, cast)
    edda.write(ref, body="No picture any more.", act="publish")
    upload(edda, ref, image(size=(9, 9)))
    unused = latest(cast)
    for picture in (used, unused):
        edda.post(f"{words_of(ref)}pictures/{picture.pk}/remove/")
    with program_scope(cast.a.pk):
        assert list(Picture.objects.values_list("pk", flat=True)) == [used.pk]
    assert "A revision shows this picture" in edda.get(words_of(ref))
    assert not unused.file.storage.exists(str(unused.file.name))
    assert used.file.storage.exists(str(used.file.name))


def test_picture_named_in_another_spelling_is_in_use_all_the_same(edda: Editor, cast: Cast) -> None:
    ref = ref_of("second-question")
    upload(edda, ref, image())
    picture = latest(cast)
    edda.write(ref, act="publish", body=f"Look:\n\n![Two chairs](picture&#58;{picture.pk})")
    edda.post(f"{words_of(ref)}pictures/{picture.pk}/remove/")
    with program_scope(cast.a.pk):
        assert Picture.objects.filter(pk=picture.pk).exists()


@pytest.mark.parametrize("ways", ["one", "several"])
def test_pictures_go_with_their_lesson_and_leave_no_file_but_the_same_one_of_another_lesson(
    edda: Editor, cast: Cast, ways: str
) -> None:
    gone, stays = own_lesson(edda, "Our evening"), own_lesson(edda, "Our morning")
    alone, shared = image(size=(11, 7)), image(size=(13, 7))
    for ref, data in ((gone, alone), (gone, shared), (stays, shared)):
        upload(edda, ref, data)
    with program_scope(cast.a.pk):
        first, second, _third = Picture.objects.order_by("pk")
    if ways == "one":
        edda.post(f"/admin/curriculum/ownlesson/{-gone}/delete/", {"post": "yes"})
    else:
        chosen = {"action": "delete_selected", "_selected_action": -gone, "post": "yes"}
        edda.post("/admin/curriculum/ownlesson/", chosen)
    with program_scope(cast.a.pk):
        assert list(Picture.objects.values_list("own_lesson", flat=True)) == [-stays]
    assert not default_storage.exists(str(first.file.name))
    assert default_storage.exists(str(second.file.name))


def test_picture_of_a_lesson_that_is_only_there_in_the_readers_language(
    edda: Editor, alice: Client, visitor: Client, cast: Cast
) -> None:
    ref = own_lesson(edda)
    upload(edda, ref, image())
    picture = latest(cast)
    words = {"title": "Nossa noite", "summary": "S.", "teaser": "T.", "task": "Cante."}
    edda.write(ref, "pt-br", act="publish", body=f"![Duas cadeiras](picture:{picture.pk})", **words)
    for browser in (alice, visitor):
        assert browser.get(address(picture)).status_code == 404
        browser.cookies["language"] = "pt-br"
        assert address(picture) in browser.get("/curriculum/asking/our-evening/").content.decode()
        assert browser.get(address(picture)).status_code == 200


def test_picture_that_a_camera_described_wrongly_is_turned_and_kept(edda: Editor, cast: Cast) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x011A] = 6, 72.0
    right = image("JPEG", exif=exif)
    wrong = right.replace(b"\x01\x1a\x00\x05", b"\x01\x1a\x00\x02")  # Its resolution says that it is a text.
    assert wrong != right
    assert upload(edda, ref_of("first-question"), wrong).status_code == 302
    picture = latest(cast)
    assert (picture.width, picture.height) == (30, 40)


def test_script_gets_the_line_to_put_into_the_text(edda: Editor, cast: Cast) -> None:
    file = SimpleUploadedFile("a.png", image(), "image/png")
    path = f"{words_of(ref_of('first-question'))}pictures/"
    answer = edda.post(path, {"file": file, "words": "Two [chairs]"}, headers={"Accept": "text/plain"})
    assert answer.status_code == 201
    assert answer.content.decode() == f"![Two (chairs)](picture:{latest(cast).pk})"
