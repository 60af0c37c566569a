"""A receipt to read, print or save."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from members.billing.books.models import Receipt
from program.access import member_required


@member_required
@require_safe
def receipt(request: HttpRequest, number: int) -> HttpResponse:
    """A member's own; everybody else's is not found."""
    mine = Receipt.objects.filter(membership=request.membership)  # type: ignore[attr-defined]
    found = get_object_or_404(mine.select_related("refers_to"), number=number)
    return render(request, "premium/receipt.html", shown(found))


def shown(found: Receipt) -> dict[str, Any]:
    """For the member's page and for staff's."""
    notes = Receipt.objects.filter(refers_to=found).order_by("number")
    return {"receipt": found, "credit_notes": notes}
