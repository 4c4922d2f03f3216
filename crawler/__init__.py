"""What was seen: lists, visits, pages, sightings, placements. No law, no score, no opinion."""
