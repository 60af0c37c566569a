"""Calendar files in mails and for download, and a calendar of one's own to subscribe to."""
