"""{% load places %}: addresses of pages that a brand and an agency both have."""

from django import template

from simulacro.apps.people.places import address_in

register = template.Library()
register.simple_tag(address_in, name="address_in")
