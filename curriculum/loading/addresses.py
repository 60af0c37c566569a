"""Addresses of lessons; some names are those of other pages about a module."""

from django.urls import resolve, reverse


def leads_to_lesson(module: str, slug: str) -> bool:
    return resolve(reverse("lesson", args=[module, slug])).url_name == "lesson"
