using CogSpace.Web.Jobs;

namespace CogSpace.Web.Tests.Jobs;

public sealed class QueueFullExceptionTests
{
    [Theory]
    [InlineData(1, false, "The queue is full: 1 video is waiting. Please try again in ")]
    [InlineData(50, false, "The queue is full: 50 videos are waiting. Please try again in ")]
    [InlineData(
        45, true,
        "The queue is nearly full: 45 videos are waiting, and the last places are for visitors who have none there. Please try")]
    public void Message_SaysHowManyWait(int waiting, bool isNearly, string sentence) =>
        Assert.StartsWith(sentence, new QueueFullException(waiting, 60, isNearly).Message, StringComparison.Ordinal);
}
