"""Undo: whatever destroys something offers to take it back, for ten minutes.

The app says once how its act is taken back, in a module which its AppConfig or
its services import:

    @undoes("inventory.asset_removed")
    def put_asset_back(scope, payload, actor): services.restore_asset(...)

and its view, after the act, offers it to the person who did it:

    offer_undo(request, "inventory.asset_removed", scope=brand.id,
               payload={"asset": str(asset.id)}, message=_("You removed the asset."))

See docs/reference/writes.md.
"""
