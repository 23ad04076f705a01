namespace CogSpace.Web.Hosting;

/// <summary>
/// A cookie for a page inside another site's frame: sent there, over https alone, and kept apart for each such site.
/// </summary>
internal sealed class FramedCookie : CookieBuilder
{
    public FramedCookie()
    {
        SameSite = SameSiteMode.None;
        SecurePolicy = CookieSecurePolicy.Always;
        Extensions.Add("Partitioned");
    }
}
