"""The demonstration: example files, imported through the ordinary imports into a base of its own."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from venez_vivre import demo
from venez_vivre.commands.options import whole
from venez_vivre.desk import Desk, data_folder
from venez_vivre.errors import Misuse, Refused
from venez_vivre.intake import plan
from venez_vivre.intake.campaigns import CampaignImporter
from venez_vivre.intake.contacts import ContactImporter
from venez_vivre.intake.offers import OfferImporter
from venez_vivre.intake.officers import OfficerImporter
from venez_vivre.intake.plan import Importer, Order
from venez_vivre.intake.settlements import SettlementImporter
from venez_vivre.intake.signups import SignupImporter
from venez_vivre.intake.territories import TerritoryImporter

app = typer.Typer()
MARK = "venez-vivre-demo.txt"
"""The file by which a folder is known to be a demonstration, so that only such a one is erased."""
END = date(2025, 11, 27)
