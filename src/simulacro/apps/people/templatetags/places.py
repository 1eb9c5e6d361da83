"""{% load places %}: addresses of pages that a brand and an agency both have."""

from django import template

from simulacro.apps.people.places import address_in, clock_of_person

register = template.Library()
register.simple_tag(address_in, name="address_in")
register.simple_tag(clock_of_person, name="clock_of_person")
