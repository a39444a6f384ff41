"""The demo's door, a module for each part of it, made in this order after the other rooms' demos."""

from . import in_touch, introductions, line, more, paper, partners, where

IN_ORDER = {
    40: introductions.make,
    42: where.make,
    43: line.make,
    44: in_touch.make,
    45: partners.make,
    46: more.make,
    47: paper.make,
}
