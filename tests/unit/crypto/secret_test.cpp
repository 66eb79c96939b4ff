#include "crypto/secret.hpp"

#include <gtest/gtest.h>

#include <concepts>
#include <ostream>
#include <type_traits>

#include "crypto/random.hpp"

namespace crypto {
namespace {

using KeyA = Secret<32, struct KeyATag>;
using KeyB = Secret<32, struct KeyBTag>;

template <class T>
concept Streamable = requires(std::ostream& out, const T& value) {
    out << value;
};

static_assert(!std::copy_constructible<KeyA> && !std::is_copy_assignable_v<KeyA>);
static_assert(std::is_nothrow_move_constructible_v<KeyA> && std::is_nothrow_move_assignable_v<KeyA>);
static_assert(!std::equality_comparable<KeyA>);
static_assert(!Streamable<KeyA>);
static_assert(!std::convertible_to<KeyB, KeyA> && !std::constructible_from<KeyA, KeyB>);
static_assert(!std::convertible_to<std::span<const std::uint8_t, 32>, KeyA>);  // explicit only
static_assert(!std::convertible_to<KeyA, ByteView>);                           // expose() is the only way out

constexpr std::array<std::uint8_t, 32> sample{1, 2, 3, 4, 5};

TEST(secret, is_wiped_when_moved_from) {
    KeyA from{std::span<const std::uint8_t, 32>(sample)};
    const KeyA to = std::move(from);
    EXPECT_TRUE(std::ranges::equal(to.expose(), sample));
    EXPECT_TRUE(std::ranges::all_of(from.expose(), [](auto b) { return b == 0; }));  // NOLINT(bugprone-use-after-move)
}

TEST(secret, is_wiped_when_assigned_from) {
    KeyA from{std::span<const std::uint8_t, 32>(sample)};
    auto to = random_secret<KeyA>();
    to = std::move(from);
    EXPECT_TRUE(std::ranges::equal(to.expose(), sample));
    EXPECT_TRUE(std::ranges::all_of(from.expose(), [](auto b) { return b == 0; }));  // NOLINT(bugprone-use-after-move)
}

TEST(secret, is_wiped_when_destroyed) {
    alignas(KeyA) std::array<std::uint8_t, sizeof(KeyA)> memory;
    auto* key = new (memory.data()) KeyA{std::span<const std::uint8_t, 32>(sample)};
    ASSERT_EQ(memory[4], 5);
    key->~KeyA();
    EXPECT_TRUE(std::ranges::all_of(memory, [](auto b) { return b == 0; }));
}

TEST(secret, duplicate_is_a_second_owner) {
    KeyA first{std::span<const std::uint8_t, 32>(sample)};
    const KeyA second = first.duplicate();
    EXPECT_TRUE(std::ranges::equal(first.expose(), second.expose()));
}

TEST(secret, compares_in_constant_time_by_value) {
    const Bytes a{1, 2, 3}, same{1, 2, 3}, other{1, 2, 4}, shorter{1, 2};
    EXPECT_TRUE(equal_constant_time(a, same));
    EXPECT_FALSE(equal_constant_time(a, other));
    EXPECT_FALSE(equal_constant_time(a, shorter));
    EXPECT_TRUE(equal_constant_time({}, {}));
}

TEST(secret, wipe_takes_an_empty_span) { wipe({}); }

TEST(secret_bytes, hold_text) { EXPECT_EQ(as_text(to_secret("correct horse")), "correct horse"); }

TEST(random, differs_from_draw_to_draw) { EXPECT_NE(random_array<32>(), random_array<32>()); }

}  // namespace
}  // namespace crypto
