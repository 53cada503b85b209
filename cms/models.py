"""The tables of this app, listed for Django. Nobody imports this module."""

from cms.accounts.models import User

__all__ = ["User"]
