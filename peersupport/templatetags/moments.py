"""``{% load moments %}``: hours in a template as everywhere else, 10.30am and never 10:30."""

from django import template

from .. import wording

register = template.Library()
register.filter("hour", wording.hour)
register.filter("day_and_hour", wording.day_and_hour)
