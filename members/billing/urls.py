from django.urls import path

from members.billing.hearing.receiving import webhook
from members.billing.pages import checkout, giving, premium, receipts, yours

urlpatterns = [
    path("premium/", premium.premium, name="premium"),
    path("premium/cancel/", yours.cancel, name="premium_cancel"),
    path("premium/change/", yours.change, name="premium_change"),
    path("premium/checkout/", checkout.checkout, name="premium_checkout"),
    path("premium/checkout/<str:key>/", checkout.pay, name="premium_pay"),
    path("premium/gift/", giving.gift, name="premium_gift"),
    path("premium/portal/", yours.portal, name="premium_portal"),
    path("premium/receipts/<int:number>/", receipts.receipt, name="premium_receipt"),
    path("premium/redeem/", giving.redeem_code, name="premium_redeem"),
    path("premium/resume/", yours.resume, name="premium_resume"),
    path("premium/return/<str:key>/", checkout.returned, name="premium_return"),
    path("premium/seats/", giving.seats, name="premium_seats"),
    path("premium/transfer/<str:key>/", checkout.transfer, name="premium_transfer"),
    path("premium/yours/", yours.yours, name="premium_yours"),
    path("stripe/webhook/", webhook, name="stripe_webhook"),
]
