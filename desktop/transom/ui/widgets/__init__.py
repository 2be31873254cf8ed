"""What several pages show: avatars, chips, banners, cards and the attachment strip."""
