using System.Runtime.InteropServices;

namespace Preau.Bench.Wire;

/// <summary>Linux's readiness list: one thread serves many connections, so that the client costs the server little of the same cores.</summary>
internal sealed unsafe partial class Epoll : IDisposable
{
    private const int Add = 1;
    private const uint Readable = 1;
    private readonly int handle = Create(0);
    private readonly Event[] events = new Event[256];

    /// <summary>Watches a socket for something to read.</summary>
    public void Watch(IntPtr socket, int number)
    {
        var wanted = new Event { Events = Readable, Number = number };
        if (Control(handle, Add, (int)socket, &wanted) != 0)
        {
            throw new InvalidOperationException("epoll_ctl failed.");
        }
    }

    /// <summary>The numbers of the sockets that have something to read; none after the timeout.</summary>
    public int Wait(Span<int> ready, int milliseconds)
    {
        fixed (Event* first = events)
        {
            var count = Math.Max(0, Wait(handle, first, Math.Min(ready.Length, events.Length), milliseconds));
            for (var i = 0; i < count; i++)
            {
                ready[i] = events[i].Number;
            }
            return count;
        }
    }

    public void Dispose() => Close(handle);

    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    private struct Event
    {
        public uint Events;
        public int Number;
        public int Unused;
    }

    [LibraryImport("libc", EntryPoint = "epoll_create1")]
    private static partial int Create(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl")]
    private static partial int Control(int handle, int operation, int file, Event* wanted);

    [LibraryImport("libc", EntryPoint = "epoll_wait")]
    private static partial int Wait(int handle, Event* events, int most, int milliseconds);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);
}
