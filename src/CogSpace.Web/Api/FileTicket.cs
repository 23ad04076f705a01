using System.Security.Cryptography;
using CogSpace.Web.Jobs;
using Microsoft.AspNetCore.DataProtection;

namespace CogSpace.Web.Api;

/// <summary>
/// An address that leads to a file of a finished video without a key, as long as the video is there: for interfaces whose clients
/// fetch results like any other address.
/// </summary>
internal sealed class FileTicket(IDataProtectionProvider protection, JobBoard board)
{
    private const char Between = '/';

    private readonly IDataProtector _protector = protection.CreateProtector("CogSpace.Api.File.v1");

    /// <param name="job">A finished one of the caller.</param>
    /// <param name="format">Which of its files.</param>
    public string Of(GenerationJob job, string format) => _protector.Protect($"{job.Id}{Between}{format}");

    /// <returns>null: this server has not signed it, or the video is gone.</returns>
    public (GenerationJob Job, string Format)? Read(string ticket)
    {
        try
        {
            return _protector.Unprotect(ticket).Split(Between) is [var id, var format]
                && board.FindOfAnybody(id) is { Status.State: JobState.Finished } job
                ? (job, format)
                : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
