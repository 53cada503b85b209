"""What the pages of an account ask."""

from django import template

from cms.accounts.browsers import browser_in_words

register = template.Library()
register.filter(browser_in_words)


@register.filter
def unconfirmed(addresses) -> list:
    return [address for address in addresses if not address.verified]
