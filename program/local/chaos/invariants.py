"""What must hold for every roundtable of a program, at every moment: each rule one statement, which sees one moment.

A statement answers with what breaks its rule; no row, no breach.
"""

from django.db import connection

COUNTED = """
SELECT t.number, t.seats_taken, t.capacity, count(r.id) FROM roundtables_roundtable t
LEFT JOIN roundtables_registration r ON r.roundtable_id = t.id AND r.state IN ('seat', 'offered')
GROUP BY t.id HAVING t.seats_taken <> count(r.id) OR count(r.id) > t.capacity
"""
ONCE = """
SELECT roundtable_id, membership_id, guest_id, count(*) FROM roundtables_registration WHERE state <> 'cancelled'
GROUP BY roundtable_id, membership_id, guest_id HAVING count(*) > 1
"""
NO_FREE_SEAT_WHILE_SOMEBODY_WAITS = """
SELECT t.number, t.seats_taken, t.capacity FROM roundtables_roundtable t
WHERE t.seats_taken < t.capacity
  AND EXISTS (SELECT 1 FROM roundtables_registration r WHERE r.roundtable_id = t.id AND r.state = 'waiting')
"""
# A seat that was passed on came from its giver, not from the queue.
IN_ORDER = """
SELECT w.id, h.id, h.state FROM roundtables_registration w JOIN roundtables_registration h
  ON h.roundtable_id = w.roundtable_id AND h.id > w.id AND h.state IN ('seat', 'offered')
WHERE w.state = 'waiting' AND NOT EXISTS (
  SELECT 1 FROM mail_message m WHERE m.kind = 'roundtables.passed_on' AND m.occurrence = h.id::text)
"""
TOLD = """
SELECT r.id, r.state FROM roundtables_registration r WHERE r.state <> 'cancelled' AND NOT EXISTS (
  SELECT 1 FROM mail_message m
  WHERE m.occurrence = r.id::text AND m.state <> 'cancelled' AND m.kind = ANY (CASE r.state
    WHEN 'seat' THEN ARRAY['roundtables.confirmation', 'roundtables.promoted']
    WHEN 'offered' THEN ARRAY['roundtables.offered', 'roundtables.passed_on']
    ELSE ARRAY['roundtables.waiting'] END))
"""
REMINDED = """
SELECT r.id, r.state, count(m.id) FROM roundtables_registration r
LEFT JOIN mail_message m
  ON m.kind = 'roundtables.reminder' AND m.state = 'due' AND split_part(m.occurrence, ':', 2) = r.id::text
GROUP BY r.id HAVING count(m.id) <> CASE r.state WHEN 'seat' THEN 3 ELSE 0 END
"""

RULES = {
    "the counter equals the seats and offers, within the capacity": COUNTED,
    "nobody is there twice": ONCE,
    "no seat is free while somebody waits": NO_FREE_SEAT_WHILE_SOMEBODY_WAITS,
    "nobody stands before whoever waited longer": IN_ORDER,
    "everybody is told what they have": TOLD,
    "whoever has a seat is reminded, and nobody else": REMINDED,
}


def breaches() -> dict[str, str]:
    """By rule, the first rows that break it. Runs in the program's scope."""
    found = {}
    with connection.cursor() as cursor:
        for rule, statement in RULES.items():
            cursor.execute(statement)
            if rows := cursor.fetchmany(5):
                found[rule] = repr(rows)
    return found
