"""A seat in one round trip, and states that follow each other only as `roundtables.schedule.states` says."""

from django.db import migrations

# A seat, or a place in the waiting list. The roundtable's row is the mutex; each statement after the lock sees what
# the one before us committed. Before it stands a lock of the roundtable's number: for a number one waits in turn, but
# whoever waits for a row queues anew with each change of it, and others overtake. No row comes back when the roundtable
# takes nobody. Whoever registers when everybody else was asked already has confirmed by that. Runs with the caller's
# rights, so that row-level security holds.
TAKE_SEAT = """
CREATE FUNCTION take_seat(_roundtable bigint, _membership bigint, _guest bigint, _token text, _now timestamptz)
RETURNS TABLE (is_new boolean, registration roundtables_registration)
LANGUAGE plpgsql SECURITY INVOKER SET lock_timeout = '3s' AS $$
DECLARE
  held roundtables_roundtable;
  is_seat boolean;
  is_past_asking boolean;
BEGIN
  PERFORM pg_advisory_xact_lock(_roundtable);
  SELECT * INTO held FROM roundtables_roundtable WHERE id = _roundtable FOR NO KEY UPDATE;
  is_new := false;
  IF _guest IS NULL THEN
    SELECT * INTO registration FROM roundtables_registration
     WHERE program_id = held.program_id AND roundtable_id = _roundtable AND membership_id = _membership
       AND state <> 'cancelled';
  ELSE
    SELECT * INTO registration FROM roundtables_registration
     WHERE program_id = held.program_id AND roundtable_id = _roundtable AND guest_id = _guest
       AND state <> 'cancelled';
  END IF;
  IF FOUND THEN
    RETURN NEXT;
    RETURN;
  END IF;
  IF held.state IS DISTINCT FROM 'open' OR held.ends_at <= _now THEN
    RETURN;
  END IF;
  is_new := true;
  is_seat := held.seats_taken < held.capacity;
  is_past_asking := _now >= held.starts_at - make_interval(hours => held.confirm_hours + 24);
  INSERT INTO roundtables_registration
    (program_id, roundtable_id, membership_id, guest_id, token, state, reason, queued_at, seated_at, confirmed_at)
  VALUES (held.program_id, _roundtable, _membership, _guest, _token,
          CASE WHEN is_seat THEN 'seat' ELSE 'waiting' END, '', _now, CASE WHEN is_seat THEN _now END,
          CASE WHEN is_seat AND is_past_asking THEN _now END)
  RETURNING * INTO registration;
  IF is_seat THEN
    UPDATE roundtables_roundtable SET seats_taken = seats_taken + 1 WHERE id = _roundtable;
  END IF;
  RETURN NEXT;
END $$
"""

STATES = """
CREATE FUNCTION roundtable_state_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.state, NEW.state) NOT IN (
    ('draft', 'save_the_date'), ('draft', 'open'), ('draft', 'closed'), ('draft', 'cancelled'),
    ('save_the_date', 'draft'), ('save_the_date', 'open'), ('save_the_date', 'closed'), ('save_the_date', 'cancelled'),
    ('open', 'closed'), ('open', 'cancelled'), ('closed', 'open'), ('closed', 'cancelled')
  ) THEN
    RAISE EXCEPTION 'A roundtable does not go from % to %.', OLD.state, NEW.state
      USING ERRCODE = 'check_violation', CONSTRAINT = 'roundtable_state_follows';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER roundtable_state_follows BEFORE UPDATE OF state ON roundtables_roundtable
FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION roundtable_state_follows()
"""


class Migration(migrations.Migration):
    dependencies = [("roundtables", "0001_initial")]

    operations = [
        migrations.RunSQL(TAKE_SEAT, "DROP FUNCTION take_seat(bigint, bigint, bigint, text, timestamptz)"),
        migrations.RunSQL(
            STATES,
            "DROP TRIGGER roundtable_state_follows ON roundtables_roundtable;"
            "DROP FUNCTION roundtable_state_follows()",
        ),
    ]
