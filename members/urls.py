"""The room's addresses."""

from members.accounts.urls import urlpatterns as accounts
from members.ambassadors.urls import urlpatterns as ambassadors
from members.billing.urls import urlpatterns as billing
from members.ventures.urls import urlpatterns as ventures

urlpatterns = [*accounts, *ambassadors, *billing, *ventures]
