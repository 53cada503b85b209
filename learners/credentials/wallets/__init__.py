"""Handing a certificate over to a wallet of its holder."""
