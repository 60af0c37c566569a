"""Every page there is, by who looks at it: the status expected, and the address.

What stands in braces is found or made by the tests. A new page that is missing here fails a test.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

VISITOR = """
    200 /
    200 /mission/
    200 /premium/
    200 /premium/redeem/
    200 /curriculum/
    200 /curriculum/validation/
    200 /curriculum/positioning/
    200 /curriculum/validation/print/
    404 /curriculum/no-such-module/
    200 /curriculum/validation/customers-before-code/
    200 /curriculum/validation/talk-to-a-hundred-prospects/
    200 /curriculum/validation/capital-efficient-experiments/
    404 /curriculum/validation/no-such-lesson/
    200 /roundtables/
    200 /roundtables/?view=month
    200 /roundtables/?format=showcase
    200 /roundtables/{recorded}/
    200 /roundtables/{ended}/
    200 /roundtables/{open}/
    200 /roundtables/{full}/
    200 /roundtables/{cancelled}/
    200 /roundtables/{announced}/
    200 /roundtables/{closed}/
    200 /roundtables/{open}/register/
    200 /roundtables/{full}/register/
    409 /roundtables/{premium}/register/
    200 /roundtables/{announced}/notify/
    404 /roundtables/{open}/seat/forged-token/
    404 /roundtables/7001/
    200 /recordings/
    200 /library/
    200 /mistakes/
    200 /search/
    200 /search/?q=price
    200 /i/{invite}/
    404 /i/no-such-invite/
    410 /i/{revoked}/
    410 /i/{expired}/
    200 /accounts/login/
    200 /accounts/login/code/
    200 /accounts/signup/
    200 /accounts/password/reset/
    200 /accounts/password/reset/done/
    200 /accounts/inactive/
    200 /accounts/3rdparty/login/cancelled/
    200 /dev/mail/
    404 /u/forged-token/
    404 /calendar/forged-token.ics
    404 /badges/nosuchbadge2/
    404 /mail/preferences/forged-token/
    404 /no-such-page/
"""

CODE_PAGES = """
    200 /accounts/login/code/confirm/
    200 /accounts/confirm-email/
    200 /accounts/password/reset/confirm/
    200 /accounts/password/reset/complete/
"""

GUEST_WITH_A_SEAT = """
    200 /roundtables/{one}/seat/{seat}/
    200 /roundtables/{one}/seat/{seat}/leave/
    200 /roundtables/{one}/seat/{seat}/pass-on/
    200 /roundtables/{one}/seat/{seat}/join/
    200 /roundtables/{one}/seat/{seat}/confirm/
"""

GUEST_WHO_WAITS = """
    200 /roundtables/{one}/seat/{place}/
    200 /roundtables/{one}/seat/{place}/leave/
    403 /roundtables/{one}/seat/{place}/join/
    410 /roundtables/{one}/seat/{place}/accept/
"""

GUEST_WITH_AN_OFFER = """
    410 /roundtables/{one}/seat/{seat}/
    200 /roundtables/{one}/seat/{place}/
    200 /roundtables/{one}/seat/{place}/accept/
    200 /roundtables/{one}/seat/{place}/decline/
    200 /roundtables/{one}/seat/{place}/leave/
    200 /roundtables/
"""

NEWCOMER = """
    410 /i/{once}/
    200 /desk/
    200 /venture/
    200 /venture/with/{founders}/
    410 /venture/with/forged-token/
    200 /account/
    200 /calendar/
    200 /programs/
    200 /mail/preferences/
    200 /curriculum/
    200 /roundtables/
    200 /roundtables/{premium}/
    403 /admin/login/
"""

MEMBER = """
    200 /
    200 /desk/
    200 /venture/
    200 /venture/leave/
    200 /premium/
    200 /premium/yours/
    200 /premium/redeem/
    200 /premium/gift/
    200 /premium/seats/
    200 /curriculum/
    200 /curriculum/validation/
    200 /curriculum/validation/customers-before-code/
    200 /curriculum/validation/capital-efficient-experiments/
    200 /curriculum/validation/customers-before-code/questions/
    200 /worksheets/
    200 /roundtables/
    200 /roundtables/?view=month
    200 /roundtables/{open}/
    200 /roundtables/{full}/
    200 /roundtables/{recorded}/
    200 /roundtables/{recorded}/recording/
    200 /roundtables/{recorded}/recording/?t=845
    200 /recordings/
    200 /diagnostic/
    200 /diagnostic/validation/
    200 /mistakes/
    200 /search/?q=price
    200 /calendar/
    200 /calendar/renew/
    200 /i/{invite}/
    200 /mail/preferences/
    200 /account/
    200 /programs/
    200 /accounts/email/
    200 /accounts/password/change/
    200 /accounts/sessions/
    200 /accounts/3rdparty/
    200 /accounts/reauthenticate/
    200 /accounts/logout/
    404 /no-such-page/
"""

AMBASSADOR = """
    200 /questions/{question_id}/withdraw/
    200 /ambassadors/
    200 /i/{invite}/
    200 /desk/
    200 /premium/
    200 /curriculum/
    200 /curriculum/validation/capital-efficient-experiments/
    200 /recordings/
    200 /roundtables/{recorded}/recording/
    200 /roundtables/{premium}/
"""

SECURITY = """
    200 /accounts/2fa/
    200 /accounts/2fa/webauthn/
    200 /accounts/2fa/webauthn/add/
    200 /accounts/2fa/totp/activate/
    200 /accounts/2fa/totp/deactivate/
    200 /accounts/2fa/recovery-codes/
    200 /accounts/2fa/recovery-codes/generate/
    200 /accounts/2fa/webauthn/keys/{passkey}/edit/
    200 /accounts/2fa/webauthn/keys/{passkey}/remove/
    200 /accounts/2fa/authenticate/
    200 /accounts/2fa/reauthenticate/
    200 /accounts/2fa/webauthn/reauthenticate/
"""

OUTSIDER = """
    200 /
    200 /join/
    200 /programs/
    200 /roundtables/{open}/
    200 /i/{invite}/
    401 /accounts/3rdparty/login/error/
"""

MAIL = """
    200 /dev/mail/
    200 /dev/mail/{letter}/
    200 /u/{token}/
    200 /mail/preferences/{choices}/
"""

STAFF = """
    200 /admin/
    200 /admin/curriculum/lesson/
    200 /admin/curriculum/lesson/{lesson_ref}/place/
    200 /admin/curriculum/lesson/{lesson_ref}/words/en/
    200 /admin/curriculum/lesson/{lesson_ref}/words/pt-br/
    200 /admin/curriculum/lesson/{lesson_ref}/words/en/preview/
    200 /admin/curriculum/lesson/{lesson_ref}/words/en/history/
    200 /admin/curriculum/lesson/{lesson_ref}/words/en/pictures/
    200 /admin/curriculum/lesson/{lesson_ref}/words/en/as/visitor/
    200 /admin/curriculum/lesson/{lesson_ref}/words/en/as/premium/?revision=1
    200 /admin/curriculum/lesson/{own_ref}/words/en/
    200 /admin/curriculum/lesson/{own_ref}/words/en/changes/
    200 /admin/members/
    200 /admin/members/ledgerentry/figures/
    200 /admin/members/ledgerentry/owed/
    200 /admin/members/ledgerentry/{payment_id}/refund/
    200 /admin/members/receipt/{receipt_id}/void/
    200 /admin/members/order/{order_id}/arrived/
    200 /admin/members/order/{order_id}/cancel/
    200 /admin/members/order/{order_id}/ask/
    200 /admin/members/finding/{finding_id}/close/
    200 /admin/roundtables/roundtable/{open_id}/call-off/
    200 /admin/roundtables/roundtable/{ended_id}/publish/
    200 /admin/roundtables/roundtable/{ended_id}/list/
    200 /admin/roundtables/roundtable/{open_id}/list/
    200 /admin/roundtables/roundtable/{open_id}/note/
    200 /admin/roundtables/roundtable/{open_id}/questions/
    200 /admin/roundtables/roundtable/{ended_id}/questions/
    200 /admin/curriculum/question/{question_id}/change/
    200 /admin/curriculum/question/{question_id}/visibility/
    200 /admin/roundtables/note/{note_id}/write/
    200 /admin/roundtables/note/{note_id}/send/
    200 /admin/roundtables/series/{series_id}/season/
    200 /admin/roundtables/series/{series_id}/season/?first={tomorrow}&count=30
    200 /admin/curriculum/opening/schedule/
    200 /admin/curriculum/opening/schedule/?weekly
    404 /admin/no-such-page
    200 /desk/
"""

COACH = """
    200 /admin/
    403 /admin/members/venture/add/
    200 /desk/
    200 /premium/
"""

BRASIL = """
    200 /
    200 /mission/
    200 /premium/
    200 /curriculum/
    200 /curriculum/validation/
    200 /curriculum/validation/customers-before-code/
    200 /curriculum/validation/capital-efficient-experiments/
    200 /roundtables/
    200 /roundtables/?view=month
    200 /recordings/
    200 /i/primeira-noite/
    200 /accounts/login/
    200 /accounts/signup/
    404 /no-such-page/
"""

BRASIL_MEMBER = """
    200 /desk/
    200 /venture/
    200 /account/
    200 /curriculum/
    200 /curriculum/validation/customers-before-code/
    200 /roundtables/
    200 /mail/preferences/
    200 /accounts/2fa/
    200 /accounts/sessions/
"""

BY_INVITATION = """
    200 /
    200 /accounts/signup/
    404 /i/no-such-invite/
"""

NO_PAGES = """
    for machines: /zoom/webhook/ /stripe/webhook/
    for machines: /livez /readyz /tls/allowed /mission.json /admin/autocomplete/ /accounts/2fa/webauthn/login/
    files: /brand/14532d.css /brand/logo-0123456789abcdef.png /roundtables/{open}/calendar.ics /admin/jsi18n/
    files: /calendar/{feed}.ics /curriculum.json
    files: /roundtables/{open}/card.png
    shown inside a page: /dev/mail/{letter}/html/ /admin/roundtables/note/{note_id}/mail/
    files: /admin/roundtables/roundtable/{open_id}/list.csv /admin/members/ledgerentry/figures.csv
    files: /admin/members/ledgerentry/list.csv /admin/members/receipt/list.csv /admin/members/order/list.csv
    files: /admin/members/subscription/list.csv /admin/members/sponsorship/{sponsorship_id}/holders.csv
    lead elsewhere: /admin/members/subscription/1/ask/
    files: /curriculum/pictures/{picture}/0123456789abcdef.png
    take forms alone: /admin/curriculum/lesson/order/{module_id}/ /admin/curriculum/lesson/{lesson_ref}/hide/
    take forms alone: /admin/curriculum/lesson/{lesson_ref}/words/en/act/
    take forms alone: /admin/curriculum/lesson/{lesson_ref}/words/en/pictures/{picture}/remove/
    files: /dev/mail/{letter}/attachments/1/ /accounts/2fa/recovery-codes/download/
    lead elsewhere: /pages/ /theme/ /language/ /zone/ /accounts/arrive/ /accounts/arrive/finish/ /accounts/handoff/
    lead elsewhere: /diagnostic/result/
    lead elsewhere: /accounts/password/set/ /accounts/3rdparty/signup/ /admin/r/1/1/
    lead elsewhere: /admin/roundtables/roundtable/{open_id}/meeting/
    lead elsewhere: /admin/password_change/ /admin/password_change/done/
    lead elsewhere: /accounts/social/login/cancelled/ /accounts/social/login/error/
    lead elsewhere: /accounts/social/signup/ /accounts/social/connections/
    lead elsewhere: /roundtables/{open}/cancel/ /roundtables/{open}/join/
    walked with a code: /roundtables/{one}/register/code/
    walked as they are filled in: /curriculum/validation/customers-before-code/worksheet/
    walked as they are filled in: /curriculum/validation/customers-before-code/worksheet/versions/
    walked as they are filled in: /curriculum/validation/customers-before-code/worksheet/versions/1/
    walked as they are filled in: /curriculum/validation/customers-before-code/worksheet/versions/compare/
    walked as they are filled in: /curriculum/validation/customers-before-code/worksheet/comments/1/reply/
    files: /curriculum/validation/customers-before-code/worksheet/worksheet.md
    files: /curriculum/validation/customers-before-code/worksheet/worksheet.pdf
    take forms alone: /curriculum/validation/customers-before-code/worksheet/autosave/
    take forms alone: /curriculum/validation/customers-before-code/worksheet/ask/
    take forms alone: /curriculum/validation/customers-before-code/worksheet/versions/1/restore/
    take forms alone: /curriculum/validation/customers-before-code/done/
    take forms alone: /curriculum/validation/customers-before-code/quiz/
    take forms alone: /admin/curriculum/opening/everybody/
    take forms alone: /premium/checkout/ /premium/portal/ /premium/resume/
    walked in a shop of their own: /premium/checkout/no-such-key/ /premium/return/no-such-key/ /premium/change/
    walked in a shop of their own: /premium/transfer/no-such-key/ /premium/cancel/ /premium/receipts/1/
    take forms alone: /ambassadors/{invite}/revoke/ /venture/founders/{founder}/owner/ /admin/logout/
"""

TABLES = (
    VISITOR, CODE_PAGES, GUEST_WITH_A_SEAT, GUEST_WHO_WAITS, GUEST_WITH_AN_OFFER,
    NEWCOMER, MEMBER, AMBASSADOR, SECURITY, OUTSIDER, MAIL, STAFF, COACH, BRASIL,
    BRASIL_MEMBER, BY_INVITATION,
)  # fmt: skip


def pages(table: str, places: Mapping[str, object]) -> Iterator[tuple[int, str]]:
    for line in table.strip().splitlines():
        status, path = line.split()
        yield int(status), path.format_map(places)


def samples() -> Iterator[str]:
    """An address of every kind that is named here."""
    anything: Mapping[str, str] = defaultdict(lambda: "1")
    for table in (*TABLES, NO_PAGES):
        yield from (word.format_map(anything) for word in table.split() if word.startswith("/"))
