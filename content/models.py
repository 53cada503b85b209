"""The tables of this app, listed for Django. Nobody imports this module."""

from content.casestudies.models import CaseStudyIndexPage, CaseStudyPage, CaseStudyPrinciple
from content.glossary.models import GlossaryTerm
from content.maturity.models import MaturitySheet
from content.pages.models import HomePage, StandardPage
from content.principles.models import PrincipleIndexPage, PrinciplePage
from content.resources.models import OpenResource

__all__ = [
    "CaseStudyIndexPage",
    "CaseStudyPage",
    "CaseStudyPrinciple",
    "GlossaryTerm",
    "HomePage",
    "MaturitySheet",
    "OpenResource",
    "PrincipleIndexPage",
    "PrinciplePage",
    "StandardPage",
]
