"""Loaded by granian; DJANGO_SETTINGS_MODULE says whether with middleware or without."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
