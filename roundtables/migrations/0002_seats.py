from django.db import migrations, models

# A seat, or a place in the waiting list, in one round trip. The roundtable's row is the mutex; each statement
# after the lock sees what the one before us committed. No row comes back when the roundtable takes nobody.
# Runs with the caller's rights, so that row-level security holds.
TAKE_SEAT = """
CREATE FUNCTION take_seat(_roundtable bigint, _membership bigint, _now timestamptz)
RETURNS TABLE (is_new boolean, registration roundtables_registration)
LANGUAGE plpgsql SECURITY INVOKER SET lock_timeout = '3s' AS $$
DECLARE
  held roundtables_roundtable;
  is_seat boolean;
BEGIN
  SELECT * INTO held FROM roundtables_roundtable WHERE id = _roundtable FOR NO KEY UPDATE;
  is_new := false;
  SELECT * INTO registration FROM roundtables_registration
   WHERE program_id = held.program_id AND roundtable_id = _roundtable AND membership_id = _membership
     AND state <> 'cancelled';
  IF FOUND THEN
    RETURN NEXT;
    RETURN;
  END IF;
  IF held.state IS DISTINCT FROM 'open' OR held.ends_at <= _now THEN
    RETURN;
  END IF;
  is_new := true;
  is_seat := held.seats_taken < held.capacity;
  INSERT INTO roundtables_registration (program_id, roundtable_id, membership_id, state, queued_at, seated_at)
  VALUES (held.program_id, _roundtable, _membership,
          CASE WHEN is_seat THEN 'seat' ELSE 'waiting' END, _now, CASE WHEN is_seat THEN _now END)
  RETURNING * INTO registration;
  IF is_seat THEN
    UPDATE roundtables_roundtable SET seats_taken = seats_taken + 1 WHERE id = _roundtable;
  END IF;
  RETURN NEXT;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("roundtables", "0001_initial")]

    operations = [
        migrations.RemoveIndex(model_name="registration", name="registration_queue"),
        migrations.RemoveIndex(model_name="roundtable", name="roundtable_by_start"),
        migrations.AddField(
            model_name="roundtable",
            name="cancel_reason",
            field=models.CharField(blank=True, editable=False, max_length=300, verbose_name="reason"),
        ),
        migrations.AlterField(
            model_name="roundtable",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("save_the_date", "Save the date"),
                    ("open", "Open"),
                    ("closed", "Registration closed"),
                    ("cancelled", "Cancelled"),
                ],
                default="open",
                max_length=14,
                verbose_name="state",
            ),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(
                condition=models.Q(("state", "waiting")),
                fields=["program", "roundtable", "id"],
                name="registration_queue",
            ),
        ),
        migrations.AddConstraint(
            model_name="roundtable",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "save_the_date", "open", "closed", "cancelled"])),
                name="roundtable_state_known",
            ),
        ),
        migrations.RunSQL(TAKE_SEAT, "DROP FUNCTION take_seat(bigint, bigint, timestamptz)"),
    ]
