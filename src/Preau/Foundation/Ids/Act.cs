using NodaTime;

namespace Preau.Foundation;

/// <summary>Who does something, where, on which device, when and why: made once at the door, passed explicitly, never fetched.</summary>
/// <param name="Who">The person; null when the program acts by itself (seed, first start, command line).</param>
/// <param name="Establishment">The tenant that the act touches.</param>
/// <param name="Device">The device; null in the office and on the command line.</param>
/// <param name="At">When the server received it.</param>
/// <param name="Why">What asked for it: a verb's or command's name, for the log.</param>
/// <param name="Request">The request's id, to join with the server's own log; never a name.</param>
public sealed record Act(Guid? Who, EstablishmentId Establishment, Guid? Device, Instant At, string Why, string Request = "");
