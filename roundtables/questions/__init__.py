"""Questions that members take to a roundtable. They are asked in other rooms, which this one does not know."""
