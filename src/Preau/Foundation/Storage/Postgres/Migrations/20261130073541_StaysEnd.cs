using Microsoft.EntityFrameworkCore.Migrations;
using NodaTime;

#nullable disable

namespace Preau.Foundation.Storage.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class StaysEnd : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Instant>(
                name: "sign_ins_ended_at",
                table: "people",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_device_sign_ins_establishment_ended_at",
                table: "device_sign_ins",
                columns: new[] { "establishment", "ended_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_device_sign_ins_establishment_ended_at",
                table: "device_sign_ins");

            migrationBuilder.DropColumn(
                name: "sign_ins_ended_at",
                table: "people");
        }
    }
}
