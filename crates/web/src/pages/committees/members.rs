//! Members as people type them: one a line, "họ tên; chức vụ; vai trò; tài khoản"; the first one leads where no role is written.

use crate::frame::Frame;
use rules::committees::{Member, Post};
use rules::text::{fold, tidy};

/// The words by which a post is known, folded.
const POSTS: [(&str, Post); 4] =
    [("truong", Post::Head), ("pho", Post::Deputy), ("thu ky", Post::Secretary), ("vien", Post::Member)];

/// The members that were typed.
pub(super) fn read(typed: &str) -> Vec<Member> {
    let lines = typed.lines().map(tidy).filter(|line| !line.is_empty());
    let members = lines.enumerate().map(|(at, line)| {
        let mut parts = line.split(';').map(str::trim);
        let (name, title, role) = (parts.next(), parts.next(), parts.next().map(fold));
        let login = parts.next().filter(|login| !login.is_empty()).map(str::to_owned);
        // "Phó trưởng ban" is a deputy: the longer word decides.
        let said = |role: &String| POSTS.iter().rev().find(|(word, _)| role.contains(word)).map(|(_, post)| *post);
        let post = match role.as_ref() {
            Some(role) if role.contains("pho") => Some(Post::Deputy),
            role => role.and_then(said),
        };
        let usual = if at == 0 { Post::Head } else { Post::Member };
        Member {
            name: name.unwrap_or_default().to_owned(),
            title: title.unwrap_or_default().to_owned(),
            post: post.unwrap_or(usual),
            login,
        }
    });
    members.collect()
}

/// The same members as they are typed.
pub(super) fn written(f: &Frame, members: &[Member]) -> String {
    let line = |member: &Member| {
        let login = member.login.as_ref().map(|login| format!("; {login}")).unwrap_or_default();
        format!("{}; {}; {}{login}", member.name, member.title, post(f, member.post))
    };
    members.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The words of a post.
pub(super) fn post(f: &Frame, post: Post) -> String {
    f.t(&format!("committee-post-{}", post.key()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_read_line_by_line() {
        let read = read(
            "Vàng A Sử; Chủ tịch\nLò Thị Máy; Phó Chủ tịch; Phó trưởng ban\n\nGiàng A Páo; ; Thư ký; vanthu.03549\nLò Văn Hặc",
        );
        let posts: Vec<_> = read.iter().map(|member| member.post).collect();
        assert_eq!(posts, [Post::Head, Post::Deputy, Post::Secretary, Post::Member]);
        assert_eq!(read[1].title, "Phó Chủ tịch");
        assert_eq!((read[1].login.as_deref(), read[2].login.as_deref()), (None, Some("vanthu.03549")));
    }
}
