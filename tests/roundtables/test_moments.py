"""Where a recording begins to play, as each player documents it."""

import pytest

from roundtables.questions.moments import moment_in


@pytest.mark.parametrize(
    ("recording", "expected"),
    [
        ("https://www.youtube.com/watch?v=abc&t=5&list=x", "https://www.youtube.com/watch?v=abc&list=x&t=845s"),
        ("https://youtu.be/abc", "https://youtu.be/abc?t=845s"),
        ("https://www.youtube.com/live/abc?feature=share", "https://www.youtube.com/live/abc?feature=share&t=845s"),
        ("https://www.youtube-nocookie.com/embed/abc", "https://www.youtube-nocookie.com/embed/abc?start=845"),
        ("https://youtube.com/embed/abc", "https://youtube.com/embed/abc?start=845"),
        ("https://vimeo.com/123/abc?share=copy#t=3", "https://vimeo.com/123/abc?share=copy#t=845s"),
        ("https://player.vimeo.com/video/123?h=x", "https://player.vimeo.com/video/123?h=x#t=845s"),
        ("https://files.example.org/no-12.MP4?sig=a%2Fb", "https://files.example.org/no-12.MP4?sig=a%2Fb#t=845"),
    ],
)
def test_recording_begins_at_the_moment(recording: str, expected: str) -> None:
    moment = moment_in(recording, 845)
    assert (moment.url, moment.begins_there) == (expected, True)


@pytest.mark.parametrize(
    "recording", ["https://video.example.org/12", "https://youtube.com.example.org/watch?v=a", "https://[::1]/x"]
)
def test_other_players_get_their_own_address(recording: str) -> None:
    moment = moment_in(recording, 845)
    assert (moment.url, moment.begins_there) == (recording, False)
