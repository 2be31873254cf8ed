"""Puts the demo tenant into a profile's settings, as any other custom cloud."""

from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from transom.demo.launch import TenantFacts, TenantProcess
from transom.engine.entities.accounts import Cloud
from transom.engine.profile import Profile
from transom.engine.settings import Settings

NAME = "demo"


def demo_profile(directory: Path | None) -> Profile:
    """Return the profile the demo uses: the one named, or one beside the user's own."""
    return Profile(directory) if directory else Profile(Profile().directory / "demo")


def tenant_for(profile: Profile) -> TenantProcess:
    """Return the profile's own tenant, not yet started; its mailbox stays the same."""
    return TenantProcess(profile.directory / "tenant")


def with_demo(settings: Settings, facts: TenantFacts) -> Settings:
    """Return settings in which a sign-in goes to the tenant."""
    authority = urlsplit(facts.authority)
    host = f"{authority.scheme}://{authority.netloc}"
    cloud = Cloud(
        name=NAME,
        authority_url=host,
        graph_url=facts.graph,
        redirect_uri=f"{host}/common/oauth2/nativeclient",
        ca_file=facts.ca_file,
        certificate_sha256=facts.certificate_sha256,
        has_instance_discovery=False,
        mark=NAME,
        pictures_url=facts.pictures,
    )
    return replace(
        settings.with_cloud(cloud),
        client_id=facts.client_id,
        tenant=authority.path.strip("/"),
        cloud=NAME,
    )
