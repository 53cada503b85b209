"""Under which address strangers find the pages, as Wagtail writes it into mails and full links."""

from urllib.parse import urlsplit

from wagtail.models import Site


def place_of(address: str) -> tuple[str, int]:
    """Host name and port of an address such as https://campus.example.org."""
    parts = urlsplit(address)
    return parts.hostname or "localhost", parts.port or (443 if parts.scheme == "https" else 80)


def keep_site_at(address: str) -> None:
    """Write the address into Wagtail's site, if it names another place. There already is the same result."""
    site = Site.objects.filter(is_default_site=True).first()
    if site is None or stands_at(site, address):
        return
    site.hostname, site.port = place_of(address)
    site.save(update_fields=["hostname", "port"])


def stands_at(site: Site, address: str) -> bool:
    return (site.hostname, site.port) == place_of(address)
