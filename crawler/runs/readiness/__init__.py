"""Can an audit run here? Each check looks at one thing of this machine."""
