using CogSpace.Generation.Provenance;
using CogSpace.Web.Languages;
using CogSpace.Web.Owners;
using CogSpace.Web.Uploads;
using CogSpace.Web.Visitors;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Provenance;

/// <summary>Hands out the public key, and checks files that anybody sends.</summary>
public static class ProvenanceEndpoints
{
    /// <summary>Where files are sent to, relative to the page.</summary>
    public const string CheckAddress = "verify/file";

    /// <summary>The public key, relative to the page.</summary>
    public const string KeyAddress = ".well-known/cogspace-key.pem";

    private const string NoVideo = "This is not a video that CogSpace makes: those are MP4, GIF, WebM and WebP files.";

    public static void MapProvenance(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapMethods(
            $"/{KeyAddress}", [HttpMethods.Get, HttpMethods.Head],
            (JobManifests manifests) => Results.Text(manifests.Key.Pem, "application/x-pem-file"));
        endpoints.MapPost($"/{CheckAddress}", CheckAsync);
    }

    /// <summary>Registers what signs files and checks signatures.</summary>
    internal static IServiceCollection AddProvenance(this IServiceCollection services) => services.AddSingleton<JobManifests>();

    // Changes nothing, so it asks for no token of the page.
    private static async Task<IResult> CheckAsync(
        string? manifest, HttpContext context, OwnerContext owner, JobManifests manifests, FairShare share, ArrivalRate rate,
        IOptions<UploadOptions> options, TimeProvider time)
    {
        try
        {
            string tooLarge = UploadReceiver.TooLarge(SourceKind.Video, options.Value);
            long most = options.Value.BytesOf(SourceKind.Video);
            int before = ManifestBytes(manifest);
            if (context.Request.ContentLength > most + before)
                throw new UploadRefusedException(StatusCodes.Status413PayloadTooLarge, tooLarge);
            context.LimitBody(null);
            if (share.Uploads.Take(owner.Visitor, out var use) != ShareLimit.None)
                throw new UploadRefusedException(
                    StatusCodes.Status429TooManyRequests, "Too many files are being sent at once. Please try again in a minute.");
            using (use)
            {
                var body = new PacedBody(context.Request.Body, rate, time);
                var file = await CheckedFile.ReceiveAsync(body, before, most, tooLarge, context.RequestAborted);
                var answer = Answer(manifests, file);
                return Results.Json(answer with { Sentence = context.Sentences().Say(answer.Sentence) });
            }
        }
        catch (UploadRefusedException e)
        {
            return SpokenAnswer.Error(e.Message, e.Status);
        }
        catch (Exception e) when (BrokenBody.Is(e, context))
        {
            return BrokenBody.Answer();
        }
    }

    private static CheckAnswer Answer(JobManifests manifests, CheckedFile file)
    {
        try
        {
            var manifest = manifests.Verify(file.Sha256, file.Manifest);
            return new CheckAnswer(true, "This file was made on this server and has not been changed since.", file.Sha256)
            {
                Model = manifest.Model,
                Program = manifest.Program,
                SignedAt = manifest.SignedAt,
            };
        }
        catch (ManifestException e)
        {
            return new CheckAnswer(false, file.IsVideo ? e.Message : NoVideo, file.Sha256);
        }
    }

    private static int ManifestBytes(string? text) => text switch
    {
        null or "" => 0,
        _ when PlainNumber.Whole(text) is >= 0 and <= SignedManifest.MostBytes and var bytes => (int)bytes,
        _ => throw new UploadRefusedException(StatusCodes.Status400BadRequest, "This is not a manifest of CogSpace."),
    };
}
