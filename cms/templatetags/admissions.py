"""Filters of the admissions pages."""

from django import template

from learners.admissions.countries import country_name

register = template.Library()
register.filter("country_name", country_name)
