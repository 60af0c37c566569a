import pytest
from django.test import Client

from members.models import Founder, Tier, Venture
from members.ventures.actions import name_venture
from program import clock
from program.tenancy.scope import program_scope
from tests.cast import Cast
from tests.conftest import HOST_A, browser_of
from tests.curriculum.conftest import grant, load
from tests.curriculum.content import COURSE, Loader
from tests.curriculum.worksheets.browsing import Sheets

__all__ = ["load"]


@pytest.fixture(autouse=True)
def course(db: None, load: Loader) -> None:
    load(COURSE)


@pytest.fixture
def venture(cast: Cast) -> Venture:
    """Alice's, which Bob shares; both are on the curriculum tier."""
    for member in (cast.alice, cast.bob):
        grant(member, Tier.CURRICULUM)
    with program_scope(cast.a.pk):
        made = name_venture("Herring & Sons", "", by=cast.alice, now=clock.now())
        Founder.objects.create(venture=made, membership=cast.bob, role=Founder.Role.MEMBER)
    return made


@pytest.fixture
def alices(venture: Venture, cast: Cast, alice: Client) -> Sheets:
    return Sheets(alice, cast.alice)


@pytest.fixture
def bobs(venture: Venture, cast: Cast, bob: Client) -> Sheets:
    return Sheets(bob, cast.bob)


@pytest.fixture
def charlies(cast: Cast, charlie: Client) -> Sheets:
    """A founder of a venture in the other program."""
    grant(cast.charlie, Tier.CURRICULUM)
    with program_scope(cast.b.pk):
        name_venture("Okapi Ltd", "", by=cast.charlie, now=clock.now())
    return Sheets(charlie, cast.charlie)


@pytest.fixture
def dana(cast: Cast) -> Client:
    """The coach."""
    return browser_of(cast.dana, HOST_A)
